package org.gale.engine.replay;

import org.gale.engine.machine.Machine;

/**
 * Machine at the end of a replay, for queries or for a resume. Owned by the thread that replayed; its holder closes it.
 *
 * @param machine the machine
 * @param result  result of the replay
 */
public record ReplayedMachine(Machine machine, ReplayResult result) implements AutoCloseable
{
    @Override
    public void close()
    {
        machine.close();
    }
}
