export declare function ensureBaseImage(docker?: string): string;
