package org.gale.engine.storm.model;

import java.util.List;
import org.gale.engine.storm.setting.ModelShape;
import org.gale.engine.storm.setting.StormSettings;

/** All kinds of traffic. */
public final class TrafficKinds
{
    private static final TrafficKind.Check NO_CHECK = (values, events, durationNs) ->
    {
    };

    /** Kind of traffic that offers an event again when its last one was delivered. */
    public static final TrafficKind CLOSED =
        new TrafficKind("closed", List.of(StormSettings.WINDOW), NO_CHECK, null);
    /** Kind of traffic that follows a clock. */
    public static final TrafficKind OPEN =
        new TrafficKind("open", List.of(StormSettings.RATE, StormSettings.ARRIVALS), NO_CHECK, null);

    /** All kinds, in the order in which messages list them. */
    public static final List<TrafficKind> ALL =
        List.of(CLOSED, OPEN, IoModel.KIND, PacketModel.KIND, VirtioModel.KIND, TimerVector.KIND, LineVector.KIND,
            IpiModel.KIND, TraceTraffic.KIND);

    private TrafficKinds()
    {
    }

    /** Returns the names of all kinds. */
    public static List<String> names()
    {
        return ALL.stream().map(TrafficKind::name).toList();
    }

    /** Returns the number of requests that a device keeps in memory; 0 for kinds that keep none. */
    public static long requests(final ModelShape model, final int events)
    {
        return model.kind().equals(IoModel.KIND.name()) ? IoModel.requests(model.values(), events) : 0;
    }

    /** Returns the kind of a name, or null. */
    public static TrafficKind of(final String name)
    {
        return ALL.stream().filter(kind -> kind.name().equals(name)).findFirst().orElse(null);
    }
}
