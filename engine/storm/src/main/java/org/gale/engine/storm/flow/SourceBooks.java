package org.gale.engine.storm.flow;

import java.util.List;
import org.gale.engine.storm.law.Laws;
import org.gale.engine.storm.result.StormControl;

/**
 * Books of the sources of a storm: what they have sent, and the laws of those that are models. Other sources have no
 * laws. Read by the thread that drives the sources, or after the run.
 */
public interface SourceBooks
{
    /**
     * Returns the events that the sources of a group of VMs have sent in this run, those included that found the wire
     * of a timer high. An event that its source has and nobody has taken yet is none.
     */
    long sent(int group);

    /** Returns the laws of the devices, guests and streams, which have witnesses of their own. */
    Laws laws();

    /** {@return the models of devices that send some of the events; null without models} */
    DueModels models();

    /** Returns the ticks of a group of VMs that found their wire high: no event was offered for them. */
    default long ticksHigh(final int group)
    {
        return models() == null ? 0 : models().ticksHigh(group);
    }

    /** {@return how a law is broken, as a witness or a model of a device says; null while all are kept} */
    default String brokenLaw()
    {
        return laws().broken() != null || models() == null ? laws().broken() : models().books().brokenLaw();
    }

    /** Returns the deliberate mistakes of the models, and how often each acted. */
    default List<StormControl> controls()
    {
        return models() == null ? List.of() : models().books().controls();
    }

    /** {@return the first device that waits for a handler which is not to come; null if each goes on} */
    default String stalled(final GuestHandlers handlers)
    {
        return models() == null ? null : models().stalled(handlers);
    }
}
