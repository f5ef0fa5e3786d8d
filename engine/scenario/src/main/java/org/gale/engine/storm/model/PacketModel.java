package org.gale.engine.storm.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gale.engine.config.Quantity;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingType;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.TrafficKind;

/** Kind of traffic of network devices, with a receive queue for each event. Pure functions. */
final class PacketModel
{
    private static final String NAME = "packets";
    private static final int BUDGET_LIMIT = 1 << 16;
    private static final long PER_PACKET_LIMIT_NS = 1_000_000_000;
    private static final String EQE = "eqe";

    private static final Setting<Moderation> MODERATION = Setting.of("moderation", Setting.Group.PROFILE,
        SettingType.tree(Moderation.class, "none|dim|{fixed: T}", Moderation::read, Moderation::text))
        .defaultValue(Moderation.DIM).help("");
    private static final Setting<String> PERIOD = Setting.of("period", Setting.Group.PROFILE,
        SettingType.words("eqe|cqe", List.of(EQE, "cqe"))).defaultValue(EQE).help("");
    private static final Setting<Long> BUDGET = Setting.of("budget", Setting.Group.PROFILE, SettingType.COUNT)
        .between(1, BUDGET_LIMIT).defaultValue(64L).help("");
    private static final Setting<Long> PER_PACKET = Setting.of("per-packet", Setting.Group.PROFILE,
        SettingType.DURATION.readBy(PacketModel::perPacketNs))
        .between(0, PER_PACKET_LIMIT_NS).defaultValue(500L).help("");

    /** Kind of traffic of network devices. */
    static final ModelKind KIND = new ModelKind(new TrafficKind(NAME, OpenStream.keys(
        MODERATION, PERIOD, BUDGET, PER_PACKET, Mistake.setting(NAME, Mistake.DRIVER),
        Mistake.setting(NAME, Mistake.DEVICE)), PacketModel::check),
        PacketModel::make);

    private PacketModel()
    {
    }

    private static long perPacketNs(final String text)
    {
        final long ns = Quantity.durationOrZeroNs(text);
        if (ns > PER_PACKET_LIMIT_NS)
        {
            throw new IllegalArgumentException("'" + text + "' is longer than 1s (try 500ns)");
        }

        return ns;
    }

    private static void check(final SettingValues values, final int events, final long durationNs)
    {
        check(Mistake.checked(NAME, values), values);
        final OpenStream packets = OpenStream.of(values);
        packets.checkEach(events, "a packet a ns of each event (try 1M)");
        final double meanNs = packets.meanNs(events);
        if (values.get(PER_PACKET) >= meanNs)
        {
            throw OpenStream.tooFast(PER_PACKET, values.shown(PER_PACKET), " of each packet is not below the ",
                Quantity.durationText((long)meanNs),
                " between two packets of an event: its driver would poll for ever");
        }
    }

    private static void check(final Mistake mistake, final SettingValues values)
    {
        final boolean isForgetful = mistake == Mistake.NO_LAST_LOOK || mistake == Mistake.RATE_CHANGE;
        if (isForgetful && !values.get(PERIOD).equals(EQE))
        {
            throw mistake.refused(" needs a ", PERIOD, " from the last interrupt, after which the missing one is due " +
                "(try ", PERIOD, " eqe)");
        }
        if (mistake == Mistake.RATE_CHANGE && values.get(MODERATION).kind() != Moderation.Kind.DIM)
        {
            throw mistake.refused(" needs a ", MODERATION, " that changes (try ", MODERATION, " dim)");
        }
    }

    /** Returns the packets of a poll. */
    static long budget(final SettingValues values)
    {
        return values.get(BUDGET);
    }

    private static TrafficModel make(final SettingValues values, final DevicePlace place)
    {
        final PacketShape shape = new PacketShape(values.get(MODERATION),
            PacketShape.Period.valueOf(values.get(PERIOD).toUpperCase(Locale.ROOT)),
            values.get(BUDGET).intValue(), values.get(PER_PACKET), place.defer());
        final OpenStream packets = OpenStream.of(values);
        final List<VectorModel> queues = new ArrayList<>();
        for (int event = 0; event < place.events(); event++)
        {
            final long seed = place.random().nextLong();
            final QueueSeam seam = place.seam().queue(event);
            seam.seeded(0, seed);
            final Draw gaps = notified(PacketGaps.of(packets, place.events(), seed), 0, seam);
            final Draw again = PacketGaps.of(packets, place.events(), seed);
            queues.add(WrongPackets.of(Mistake.of(NAME, values),
                new WrongPackets.Parts(shape, gaps, new PacketRequests(again, 0, place.requests()), seam)));
        }

        return new VectorModels(queues);
    }

    /** Returns gaps that are notified at a seam as they are drawn. */
    static Draw notified(final Draw gaps, final int source, final QueueSeam seam)
    {
        return () ->
        {
            final long ns = gaps.nextNs();
            seam.gap(source, ns);

            return ns;
        };
    }
}
