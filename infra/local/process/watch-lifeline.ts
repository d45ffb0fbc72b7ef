// The thread that watches the lifeline and ends the child, with all that it has started, when the parent is gone.

import { Socket } from "node:net";
import { LIFELINE_FD } from "./lifeline.ts";

const end = () => process.kill(-process.pid, "SIGKILL");

new Socket({ fd: LIFELINE_FD, readable: true, writable: false }).on("error", end).on("close", end).resume();
