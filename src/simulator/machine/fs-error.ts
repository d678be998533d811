/** What the kernel answers when a file operation fails. */

const MESSAGES = {
  ENOENT: { number: 2, text: 'No such file or directory' },
  EIO: { number: 5, text: 'I/O error' },
  EACCES: { number: 13, text: 'Permission denied' },
  EEXIST: { number: 17, text: 'File exists' },
  ENOTDIR: { number: 20, text: 'Not a directory' },
  EISDIR: { number: 21, text: 'Is a directory' },
  EINVAL: { number: 22, text: 'Invalid argument' },
  ENOSPC: { number: 28, text: 'No space left on device' },
  EROFS: { number: 30, text: 'Read-only file system' },
  ENOTEMPTY: { number: 39, text: 'Directory not empty' },
} as const;

type FsErrorCode = keyof typeof MESSAGES;

export class FsError extends Error {
  readonly code: FsErrorCode;
  /** As in <errno.h> of Linux. */
  readonly number: number;

  /** The message is what strerror(3) says. */
  constructor(code: FsErrorCode) {
    super(MESSAGES[code].text);
    this.name = 'FsError';
    this.code = code;
    this.number = MESSAGES[code].number;
  }
}
