export declare function makeReleaseTree(root: string, tree: string): void;
