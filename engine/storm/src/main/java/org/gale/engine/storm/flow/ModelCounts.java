package org.gale.engine.storm.flow;

import java.util.function.ToLongFunction;
import org.gale.engine.storm.model.DeferringModel;
import org.gale.engine.storm.model.TrafficModel;
import org.gale.engine.storm.result.Hold;
import org.gale.engine.storm.result.PollKind;
import org.gale.engine.storm.result.RecordedKind;

/** Counts of the models of a group of VMs. Owned by the thread that drives the models. */
public interface ModelCounts
{
    /** Returns the sum of what the models of a group of VMs have. */
    long sum(int group, ToLongFunction<TrafficModel> figure);

    /** Returns the pieces of work that the models of a group of VMs have completed for their guests. */
    default long completions(final int group)
    {
        return sum(group, TrafficModel::completions);
    }

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

    /** Returns what drivers of a group of VMs that defer interrupts count of their polls. */
    default long polls(final int group, final PollKind kind)
    {
        return sum(group, model -> model instanceof DeferringModel deferring ? deferring.polls(kind) : 0);
    }

    /** Returns the events of a group whose interrupts are deferred now. */
    default long deferred(final int group)
    {
        return sum(group, model -> model instanceof DeferringModel deferring ? deferring.deferred() : 0);
    }

    /** Returns how long the models of a group of VMs held work back for a reason, ns, over all interrupts. */
    default long heldNs(final int group, final Hold reason)
    {
        return sum(group, model -> model.heldNs(reason));
    }
}
