package org.gale.tests.simulator;

import java.util.SplittableRandom;

import org.gale.engine.agent.EngineAgent;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.lanes.LaneSet;

/** Traffic of one life of a run: lanes, the agents that fill them, and the guests' turns. */
interface LifeTraffic extends AutoCloseable
{
    /** Returns the lanes, the same at each call. */
    LaneSet lanes();

    /** Returns the turns of the guests. */
    TurnSource turns();

    /** Runs one cycle of one agent, chosen by chance. */
    void step(SplittableRandom random);

    /** Returns whether the engine has applied what was there before this life. */
    boolean isCaughtUp(EngineAgent engine);

    /** Does what a storm does between two duty cycles of its engine, once it has caught up. */
    void beforeCycle(EngineAgent engine);

    /**
     * Returns whether everything is offered, applied and delivered.
     *
     * @param work of the engine's last duty cycle
     */
    boolean isFinished(EngineAgent engine, int work);

    /** Returns how often a full lane refused a command (P10). */
    long refused();

    @Override
    void close();
}
