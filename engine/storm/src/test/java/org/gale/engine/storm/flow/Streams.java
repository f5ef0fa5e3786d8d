package org.gale.engine.storm.flow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.model.RecordedTrace;
import org.gale.engine.storm.model.TraceTraffic;
import org.gale.engine.storm.model.TrafficKinds;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.StreamShape;
import org.gale.engine.storm.scenario.TraceSettings;
import org.gale.engine.storm.scenario.TrafficKind;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.GuestIpis;
import org.gale.engine.storm.topology.GuestPlaces;
import org.gale.engine.storm.topology.ItsDeal;
import org.gale.engine.storm.topology.Topology;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.Lane;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Traffic of the streams of a storm with its lane, drained on the thread of the test under a clock that it moves. */
final class Streams implements AutoCloseable
{
    static final long BEGIN_NS = 5_000_000_000L;
    static final long MS = 1_000_000;

    private static final int WORDS = 8192;

    final CachedNanoClock clock = new CachedNanoClock();
    final Topology topology;
    final Lane lane;
    final Traffic traffic;
    /** Bases of the TIMEs, since the begin. */
    final List<Long> bases = new ArrayList<>();
    final List<Event> events = new ArrayList<>();
    /** Events that instructions offer, which are in the other list, too. */
    final List<Event> instructed = new ArrayList<>();
    /** PEs of these instructions. */
    final List<Integer> pes = new ArrayList<>();
    private final GuestPlaces places;
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[WORDS * Long.BYTES]);
    private long baseNs;

    /** Event with its intended time since the begin. */
    record Event(long ns, int vm, int group, int device, int event)
    {
    }

    Streams(final StormConfig config)
    {
        this(config, Traffic.laneWords(config, ItsDeal.ONE));
    }

    /** Makes the traffic of a storm with a lane of its own capacity. */
    Streams(final StormConfig config, final int laneWords)
    {
        topology = Topology.of(config);
        places = new GuestPlaces(topology);
        lane = Lane.allocate(laneWords);
        traffic = new StreamTraffic(config, topology, lane.producer(), clock);
        clock.update(BEGIN_NS);
    }

    static StormConfig config(final List<VmShape> groups, final PhaseShape... phases)
    {
        return StormConfig.DEFAULT.with(StormSettings.COUNT, StormSettings.COUNT_UNLIMITED)
            .with(StormSettings.DURATION, StormSettings.DURATION_UNLIMITED_NS)
            .shaped(SettingValues.NONE, new HostShape(groups, HostShape.Order.GROUP, List.of(phases)));
    }

    static VmShape vms(final String name, final int count, final DeviceShape... devices)
    {
        return new VmShape(name, count, 1, List.of(devices));
    }

    static DeviceShape open(final int count, final int events, final double ratePerS)
    {
        return device(count, events, new OpenStream(ratePerS, false));
    }

    static DeviceShape poisson(final int count, final int events, final double ratePerS)
    {
        return device(count, events, new OpenStream(ratePerS, true));
    }

    static DeviceShape closed(final int count, final int events, final int window)
    {
        return device(count, events, new ClosedStream(window));
    }

    /** Returns drives with one request for each event, with a service of one length or random ones. */
    static DeviceShape drives(final int count, final int events, final String service)
    {
        return modelled("io", count, events, Map.of("service", service, "depth", "1", "parallel", "1048576"));
    }

    /** Returns devices whose models have some settings of their own. */
    static DeviceShape modelled(final String name, final int count, final int events, final Map<String, String> texts)
    {
        final TrafficKind kind = TrafficKinds.of(name);
        SettingValues values = SettingValues.NONE;
        for (final Setting<?> setting : kind.settings())
        {
            final String text = texts.get(setting.name());
            values = text == null ? values : values.withText(setting, text);
        }

        return new DeviceShape(name.equals("io") ? "drive" : name, count, events, DeviceShape.Target.SPREAD, 0,
            kind.shape(kind.complete(values), events, StormSettings.DURATION_UNLIMITED_NS, false));
    }

    /** Returns a VM whose vCPUs send events of one kind to one another, behind a drive that is silent for a second. */
    static VmShape senders(final String name, final int count, final int vpes, final Map<String, String> rates)
    {
        final Map<String, String> texts = new HashMap<>(rates);
        texts.put("kinds", "1");

        return new VmShape(name, count, vpes,
            List.of(drives(1, 2, "1s"), modelled("ipi", 1, vpes, texts)));
    }

    /** Returns a device that goes around the MSIs and IPIs of a trace. */
    static DeviceShape trace(final Path file, final int events)
    {
        final TrafficKind kind = TrafficKinds.of("trace");
        final SettingValues values = SettingValues.NONE.with(TraceTraffic.FILE, new RecordedTrace(file))
            .with(TraceTraffic.PHASE, 0L).with(TraceSettings.TIMERS, false);

        return new DeviceShape("trace", 1, events, DeviceShape.Target.TRACE, 0,
            kind.shape(kind.complete(values), events, StormSettings.DURATION_UNLIMITED_NS, false));
    }

    private static DeviceShape device(final int count, final int events, final StreamShape stream)
    {
        return new DeviceShape("d", count, events, DeviceShape.Target.SPREAD, DeviceShape.SPREAD, stream);
    }

    static PhaseShape phase(final long ms, final PhaseShape.PhaseChange... changes)
    {
        return new PhaseShape("p", ms * MS, List.of(changes));
    }

    static PhaseShape.PhaseChange pause(final int group)
    {
        return new PhaseShape.PhaseChange(group, PhaseShape.PhaseChange.ALL, SettingValues.NONE.with(PhaseShape.PAUSE,
            true));
    }

    static PhaseShape.PhaseChange scale(final int group, final double factor)
    {
        return new PhaseShape.PhaseChange(group, PhaseShape.PhaseChange.ALL, SettingValues.NONE.with(PhaseShape.SCALE,
            factor));
    }

    Streams begin()
    {
        traffic.begin(clock.nanoTime());
        traffic.measure(clock.nanoTime());

        return this;
    }

    /** Moves the clock by steps, and offers and drains all that is due after each. Nothing is completed. */
    Streams run(final long ns, final long stepNs)
    {
        for (long at = 0; at < ns; at += stepNs)
        {
            clock.advance(stepNs);
            offer();
        }

        return this;
    }

    /** Offers and drains all that is due. */
    Streams offer()
    {
        int idle = 0;
        while (idle < 2 && !traffic.isDone(clock.nanoTime()))
        {
            idle = traffic.offerPaced(clock.nanoTime()) == 0 ? idle + 1 : 0;
            drain();
        }

        return this;
    }

    void complete()
    {
        lane.consumer().complete(lane.consumer().position());
    }

    List<Event> of(final int vm)
    {
        return events.stream().filter(event -> event.vm == vm).toList();
    }

    List<Event> of(final int vm, final int group)
    {
        return events.stream().filter(event -> event.vm == vm && event.group == group).toList();
    }

    List<Long> times()
    {
        return events.stream().map(Event::ns).toList();
    }

    void drain()
    {
        int words = lane.consumer().drain(frame, 0, WORDS);
        while (words > 0)
        {
            final long[] copied = new long[words];
            Arrays.setAll(copied, i -> frame.getLong(i << 3));
            read(copied);
            words = lane.consumer().drain(frame, 0, WORDS);
        }
    }

    private void read(final long[] words)
    {
        for (int at = 0; at < words.length; at += CommandWord.length(words[at]))
        {
            if (CommandWord.opcode(words[at]) == CommandWord.TIME)
            {
                baseNs = (words[at] & (-1L >>> 4)) - BEGIN_NS;
                bases.add(baseNs);
            }
            else if (CommandWord.opcode(words[at]) == CommandWord.INSN)
            {
                assertTrue(GuestIpis.isOne(words[at], words[at + 1]));
                pes.add(Commands.pe(words[at]));
                instructed.add(add(GuestIpis.event(
                    topology, GuestIpis.vm(topology, places, words[at], words[at + 1]), words[at], words[at + 1])));
            }
            else
            {
                add(words[at]);
            }
        }
    }

    private Event add(final long word)
    {
        final int device = Commands.msiDeviceId(word);
        final int vm = topology.vmOfDevice(device);
        final Event event = new Event(baseNs + (word & Commands.TIME_MASK), vm, topology.deviceGroupOf(device), device,
            Commands.msiEventId(word));
        events.add(event);

        return event;
    }

    @Override
    public void close()
    {
        lane.close();
    }
}
