package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Closed stream: it offers its next event at once while its window has room and the event is not in flight. The journal
 * gives the order of its events, and not their times.
 */
final class ClosedSource implements Source
{
    private static final long ALL_IN_FLIGHT = 8192;

    private final StormJob job;
    private final StormJob.Stream stream;
    private final List<JournalText.Message> messages;
    private final Set<Long> inFlight = new HashSet<>();
    private long window;
    private long boundaryNs;
    private int taken;

    ClosedSource(final StormJob job, final StormJob.Stream stream, final List<JournalText.Message> messages)
    {
        this.job = job;
        this.stream = stream;
        this.messages = messages;
    }

    @Override
    public StormJob.Stream stream()
    {
        return stream;
    }

    @Override
    public void begin(final int phase, final long atNs)
    {
        final JsonNode change = job.phases.isEmpty() ? job.root.path("none") : job.phases.get(phase).of(stream);
        final double scale = change.path("pause").asText().equals("on") ? 0 : change.path("scale").asDouble(1);
        final long closed = job.streams.stream().filter(other -> other.kind().equals("closed")).count();
        final long own = stream.traffic().path("window").asLong(0);
        final long asked = change.has("window") ? change.get("window").asLong() :
            own > 0 ? own : Math.max(1, ALL_IN_FLIGHT / closed);
        window = scale == 0 ? 0 :
            Math.max(1, Math.min((long)stream.count() * stream.events(), Math.round(scale * asked)));
        boundaryNs = atNs;
    }

    @Override
    public long nextNs()
    {
        final boolean isReady = inFlight.size() < window && taken < messages.size() &&
            !inFlight.contains(key(messages.get(taken).device(), messages.get(taken).event()));

        return isReady ? boundaryNs : Numbers.NEVER;
    }

    @Override
    public List<Offer> take(final long nowNs)
    {
        final JournalText.Message message = messages.get(taken++);
        inFlight.add(key(message.device(), message.event()));

        return List.of(new Offer(job.devices.get(message.device()), message.event(), Offer.NO_SENDER, nowNs));
    }

    @Override
    public void handled(final StormJob.Device device, final int event, final long nowNs)
    {
        inFlight.remove(key(device.index(), event));
    }

    @Override
    public boolean isWaiting()
    {
        return !inFlight.isEmpty();
    }

    private static long key(final int device, final int event)
    {
        return (long)device << 32 | event;
    }
}
