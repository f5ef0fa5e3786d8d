package org.gale.engine.storm.flow;

import org.gale.engine.storm.result.Hold;
import org.gale.engine.storm.result.RecordedKind;

/** Counts of the models of a group of VMs. Owned by the thread that drives the models. */
public interface ModelCounts
{
    /** Returns the pieces of work that the models of a group of VMs have completed for their guests. */
    long completions(int group);

    /** Returns the pieces of work that the models of the first groups of VMs have completed. */
    default long completionsOfAll(final int groups)
    {
        long sum = 0;
        for (int group = 0; group < groups; group++)
        {
            sum += completions(group);
        }

        return sum;
    }

    /** Returns the events that the models of a group of VMs have raised. */
    long interrupts(int group);

    /** Returns how many recorded events of a kind the models of a group of VMs have offered. */
    long recorded(int group, RecordedKind kind);

    /** Returns how long the models of a group of VMs held work back for a reason, ns, over all interrupts. */
    long heldNs(int group, Hold reason);
}
