package org.gale.engine.storm.flow;

import java.util.BitSet;
import java.util.StringJoiner;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.law.Laws;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.Topology;

/**
 * Due events of the streams of a storm. Open streams are merged by the intended times of their events. A closed stream
 * is ready while its window has room and its next event is not in flight. Models of devices are driven at their own
 * times. At equal times the stream of the lower number is first: that of the lower VM, then of the lower device.
 */
final class DueStreams implements DueEvents
{
    private static final int NONE = -1;

    private final Topology topology;
    private final Laws laws;
    private final StreamNumbers numbers;
    private final StreamRates rates;
    private final StreamEvents events;
    private final OpenStreams open;
    private final DueModels models;                                 // null in a storm without models
    private final EventsInFlight inFlight;
    private final boolean[] isClosed;
    private final int[] inFlightOf;                                 // by stream
    private final int[] streamOfDevice;
    private final BitSet ready;                                     // closed streams that are ready

    DueStreams(final StormConfig config, final Topology topology)
    {
        this.topology = topology;
        laws = new Laws(topology, false);
        laws.tellsOfClosed(false);
        numbers = new StreamNumbers(topology);
        final StreamDraws draws = new StreamDraws(config, topology, numbers);
        rates = new StreamRates(config.shape(), numbers);
        events = new StreamEvents(config, topology, numbers, draws);
        open = new OpenStreams(numbers, draws);
        inFlight = new EventsInFlight(topology);
        isClosed = new boolean[numbers.count()];
        inFlightOf = new int[numbers.count()];
        streamOfDevice = numbers.streamsOfDevices();
        ready = new BitSet(numbers.count());
        for (int stream = 0; stream < isClosed.length; stream++)
        {
            isClosed[stream] = numbers.devices(numbers.kind(stream)).stream() instanceof ClosedStream;
        }
        models = config.shape().hasModels() ? new DueModels(topology, numbers, draws, streamOfDevice, laws) : null;
    }

    @Override
    public void begin(final int phase, final long boundaryNs)
    {
        rates.begin(phase);
        open.begin(boundaryNs, rates);
        laws.phase(phase);
        if (models != null)
        {
            models.begin(boundaryNs, rates);
        }
        for (int stream = 0; stream < isClosed.length; stream++)
        {
            update(stream);
        }
    }

    @Override
    public long nextNs(final long nowNs)
    {
        final long timedNs = models != null ? Math.min(open.nextNs(), models.nextNs()) : open.nextNs();

        return ready.isEmpty() ? Math.max(nowNs, timedNs) : nowNs;
    }

    @Override
    public long take(final long nowNs)
    {
        final int closed = ready.nextSetBit(0);                     // NONE if no stream is ready
        final boolean isOfClosed = closed != NONE && !(open.nextNs() <= nowNs && open.next() < closed);
        final boolean isOfOpen = !isOfClosed && open.nextNs() <= nowNs;
        final int stream = isOfClosed ? closed : isOfOpen ? open.next() : NONE;
        if (models != null && models.nextNs() <= nowNs &&
            (stream == NONE || models.isBurst() || streamOfDevice[models.next()] < stream))
        {
            return takeOfModel(nowNs);
        }
        if (models != null)
        {
            models.takenElsewhere();
        }
        final long word = events.word(stream);
        events.taken(stream);
        laws.offered(word, nowNs);
        if (isOfClosed)
        {
            inFlight.add(word);
            inFlightOf[stream]++;
            update(stream);
        }
        else
        {
            laws.paced(open.nextNs(), 1, 0);
            open.take();
        }

        return word;
    }

    /** Lets a model go on, and notes the event that it raised. */
    private long takeOfModel(final long nowNs)
    {
        final int stream = streamOfDevice[models.next()];
        final long word = models.take(nowNs);
        if (word != NOTHING && !inFlight.holds(word))
        {
            inFlight.add(word);
            inFlightOf[stream]++;
        }

        return word;
    }

    @Override
    public Laws laws()
    {
        return laws;
    }

    @Override
    public DueModels models()
    {
        return models;
    }

    @Override
    public long sent(final int group)
    {
        return events.sent(group, numbers) + (models != null ? models.sent(group) : 0);
    }

    @Override
    public void handled(final int deviceId, final int eventId, final long nowNs)
    {
        final int stream = streamOfDevice[deviceId];
        if (models != null && models.has(deviceId))
        {
            models.handled(deviceId, eventId, nowNs);
            inFlightOf[stream] -= inFlight.remove(Commands.msi(deviceId, eventId, 0)) ? 1 : 0;
        }
        else if (isClosed[stream])
        {
            laws.toldEndedOfClosed(deviceId);
            inFlightOf[stream] -= inFlight.remove(Commands.msi(deviceId, eventId, 0)) ? 1 : 0;
            update(stream);
        }
    }

    @Override
    public String waiting()
    {
        final StringJoiner names = new StringJoiner(", ");
        int last = NONE;
        for (int stream = 0; stream < isClosed.length; stream++)
        {
            final int kind = numbers.kind(stream);
            if (inFlightOf[stream] > 0 && kind != last)
            {
                last = kind;
                names.add(topology.groups().get(numbers.vmGroup(kind)).name() + '/' + numbers.devices(kind).name());
            }
        }

        return names.toString();
    }

    private void update(final int stream)
    {
        final boolean isReady = isClosed[stream] && inFlightOf[stream] < rates.window(numbers.kind(stream)) &&
            !inFlight.holds(events.word(stream));
        ready.set(stream, isReady);
    }
}
