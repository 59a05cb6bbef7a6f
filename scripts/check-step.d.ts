export declare function checkStep(tree: string): void;
