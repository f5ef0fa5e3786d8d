package org.gale.engine.storm.run;

import java.util.function.UnaryOperator;
import org.gale.engine.agent.RunObserver;
import org.gale.engine.storm.flow.ModelFeedback;
import org.gale.engine.storm.flow.WireSink;

/**
 * Seams of a run on the wall clock, at which tests break what lies beside the machine and see it found.
 *
 * @param watched wraps the recorder of latencies
 * @param models  wraps the models of devices, as guests call them
 * @param wires   wraps what takes the ticks of timers
 */
record WallSeams(
    UnaryOperator<RunObserver> watched, UnaryOperator<ModelFeedback> models, UnaryOperator<WireSink> wires)
{
    /** Seams of a run in which nothing is wrapped. */
    static final WallSeams NONE =
        new WallSeams(UnaryOperator.identity(), UnaryOperator.identity(), UnaryOperator.identity());
}
