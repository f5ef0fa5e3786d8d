package org.gale.engine.storm.flow;

/**
 * Set-up of a machine for a storm, which emits its commands to a sink in steps. Each step is emitted once, in order.
 * Owned by the thread of the generator.
 */
public interface Setup
{
    /** Returns the number of steps, of which each emits a part of the commands. */
    int stepCount();

    /**
     * Emits the commands of a step.
     *
     * @param index 0 to {@link #stepCount} − 1
     */
    void step(int index);
}
