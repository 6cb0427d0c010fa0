/** Takes one figure: its name, value and unit, and the goal that it has, as words. */
export type Say = (name: string, value: number | undefined, unit: string, goal?: string) => void;
