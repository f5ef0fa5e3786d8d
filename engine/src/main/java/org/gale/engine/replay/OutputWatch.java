package org.gale.engine.replay;

import org.gale.engine.machine.Outputs;

/** Watch over the outputs of a replay. */
@FunctionalInterface
public interface OutputWatch
{
    /** Shows the outputs of the last commands, which are cleared afterwards. */
    void outputs(Outputs outputs);
}
