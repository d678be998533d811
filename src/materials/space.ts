/** Says whether there is room in the data directory. The one who watches the disk implements it. */
export interface Space {
  /** Before so many bytes are written. @throws UNAVAILABLE when there would be too little left. */
  require(bytes: number): Promise<void>;
}

/** For those who watch no disk. */
export const ENDLESS_SPACE: Space = Object.freeze({ require: async () => {} });
