package org.gale.engine.replay;

import org.gale.engine.machine.Machine;

/**
 * A machine as a replay left it, to look at or to go on with. Owned by the thread that replayed; whoever has it closes
 * it.
 *
 * @param machine the machine
 * @param result  how it came there
 */
public record ReplayedMachine(Machine machine, ReplayResult result) implements AutoCloseable
{
    @Override
    public void close()
    {
        machine.close();
    }
}
