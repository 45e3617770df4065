/** One process of the product, which may be killed, stopped and started again as often as one likes. */
import type { ChildProcess } from 'node:child_process';
import { isAlive, type Stage, untilExit } from './stage.ts';

export interface ProductCommand {
  /** Names the log file, and the process in reports. */
  readonly name: string;
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

export class ProductProcess {
  readonly name: string;
  readonly #stage: Stage;
  readonly #command: ProductCommand;
  #child: ChildProcess | undefined;
  #isStopped = false;

  constructor(stage: Stage, command: ProductCommand) {
    this.name = command.name;
    this.#stage = stage;
    this.#command = command;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** It lives and is not stopped. */
  get isRunning(): boolean {
    return this.#child !== undefined && isAlive(this.#child) && !this.#isStopped;
  }

  /** It ended although nobody killed it. */
  get hasDied(): boolean {
    return this.#child !== undefined && !isAlive(this.#child) && this.#child.signalCode !== 'SIGKILL';
  }

  async start(): Promise<void> {
    const { name, command, env } = this.#command;
    this.#isStopped = false;
    this.#child = await this.#stage.start(name, command, { env });
  }

  /** SIGKILL: nothing of it runs any more when this resolves. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    child.kill('SIGKILL');
    await untilExit(child);
  }

  /** SIGTERM: it brings what it does to an end. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    child.kill('SIGTERM');
    await untilExit(child);
  }

  /** SIGSTOP: it stands still in the middle of whatever it does. */
  freeze(): void {
    this.#child?.kill('SIGSTOP');
    this.#isStopped = true;
  }

  /** SIGCONT: it goes on and does not know that time has passed. */
  thaw(): void {
    this.#child?.kill('SIGCONT');
    this.#isStopped = false;
  }
}
