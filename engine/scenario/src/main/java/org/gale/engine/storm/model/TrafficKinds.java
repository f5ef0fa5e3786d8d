package org.gale.engine.storm.model;

import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.storm.scenario.ModelShape;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.TrafficKind;

/** All kinds of traffic: a kind whose devices have models is a line of this list. */
public final class TrafficKinds
{
    private static final List<ModelKind> MODELS = List.of(WrongIo.KIND, PacketModel.KIND, VirtioModel.KIND,
        WrongWires.TIMERS, WrongWires.LINES, WrongIpis.KIND, TraceTraffic.KIND);

    /** All kinds, in the order in which messages list them. */
    public static final List<TrafficKind> ALL = Stream.concat(
        Stream.of(TrafficKind.CLOSED, TrafficKind.OPEN), MODELS.stream().map(ModelKind::kind)).toList();

    private TrafficKinds()
    {
    }

    /** Returns the number of requests that a device keeps in memory; 0 for kinds that keep none. */
    public static long requests(final ModelShape model, final int events)
    {
        return model.kind().equals(IoModel.KIND.kind().name()) ? IoModel.requests(model.values(), events) : 0;
    }

    /** Returns whether handlers of the events of a kind may leave work: not those of timers and of other vCPUs. */
    public static boolean leavesWork(final String name)
    {
        return !name.equals(WrongWires.TIMERS.kind().name()) && !name.equals(WrongIpis.KIND.kind().name());
    }

    /** Returns whether the interrupts of a kind are vectors of devices: not those of timers, lines and other vCPUs. */
    public static boolean hasVectors(final String name)
    {
        return leavesWork(name) && !name.equals(WrongWires.LINES.kind().name());
    }

    /** Returns whether the devices of a kind hear of softirqs: those whose requests these complete. */
    public static boolean hearsOfSoftirqs(final String name)
    {
        return !name.equals(ModelShape.TRACE) && !name.equals(WrongWires.LINES.kind().name());
    }

    /** Returns whether the devices of a kind are polled. */
    public static boolean isPolled(final String name)
    {
        return name.equals(PacketModel.KIND.kind().name());
    }

    /** Returns whether values of a kind ask for no deliberate mistake. */
    public static boolean isRight(final String name, final SettingValues values)
    {
        return Mistake.of(name, values) == null;
    }

    /** Returns the packets of a poll of a device; 0 for kinds that are not polled. */
    public static long pollBudget(final ModelShape model)
    {
        return isPolled(model.kind()) ? PacketModel.budget(model.values()) : 0;
    }

    /** {@return the kind of a name, or null} */
    public static TrafficKind of(final String name)
    {
        return ALL.stream().filter(kind -> kind.name().equals(name)).findFirst().orElse(null);
    }

    /** {@return the maker of the models of a kind, or null} */
    public static ModelKind.Maker maker(final String name)
    {
        return MODELS.stream().filter(model -> model.kind().name().equals(name)).map(ModelKind::maker).findFirst()
            .orElse(null);
    }
}
