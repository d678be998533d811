import type { ContentBuilder } from './content.ts';
import type { FileNode } from './fs-tree.ts';

interface WriterOptions {
  readonly builder: ContentBuilder;
  take(bytes: number): void;
  nowSeconds(): number;
  discard(): void;
}

/** An open file. It is there and grows while it is written, at its final place. */
export class FileWriter {
  readonly #node: FileNode;
  readonly #options: WriterOptions;

  constructor(node: FileNode, options: WriterOptions) {
    this.#node = node;
    this.#options = options;
  }

  /** @throws FsError ENOSPC */
  write(chunk: Buffer): void {
    this.#options.take(chunk.length);
    this.#options.builder.add(chunk);
    this.#node.sizeBytes += chunk.length;
  }

  /** Modified now, unless another time is set. */
  close(modifiedSeconds?: number): void {
    this.#node.content = this.#options.builder.finish();
    this.#node.modifiedSeconds = modifiedSeconds ?? this.#options.nowSeconds();
  }

  /** Takes the half-written file away. */
  discard(): void {
    this.#options.discard();
  }
}
