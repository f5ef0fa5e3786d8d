package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Closed stream: it offers its next event at once while its window has room and the event is not in flight. It repeats
 * a permutation of its events, which is drawn.
 */
final class ClosedSource implements Source
{
    private static final long ALL_IN_FLIGHT = 8192;
    private static final long OF_HOST = 0x9e3779b97f4a7c15L;

    private final StormJob job;
    private final StormJob.Stream stream;
    private final List<Offer> events = new ArrayList<>();
    private final Set<Long> inFlight = new HashSet<>();
    private long window;
    private long boundaryNs;
    private int taken;

    ClosedSource(final StormJob job, final StormJob.Stream stream)
    {
        this.job = job;
        this.stream = stream;
        if (job.isOfHost)
        {
            job.devices.forEach(device -> add(device, 0, stream.events()));
        }
        for (int event = 0; event < stream.events() && !job.isOfHost; event++)
        {
            for (int device = 0; device < stream.count(); device++)
            {
                add(job.devices.get(stream.firstDevice() + device), event, event + 1);
            }
        }
        final SplittableRandom random =
            job.isOfHost ? new SplittableRandom(job.seed * OF_HOST) : Models.random(job, stream, 0);
        for (int i = events.size() - 1; i > 0; i--)
        {
            Collections.swap(events, i, (int)Long.remainderUnsigned(random.nextLong(), i + 1));
        }
    }

    private void add(final StormJob.Device device, final int from, final int to)
    {
        for (int event = from; event < to; event++)
        {
            events.add(new Offer(device, event, Offer.NO_SENDER, 0));
        }
    }

    private Offer next()
    {
        return events.get(taken % events.size());
    }

    @Override
    public StormJob.Stream stream()
    {
        return stream;
    }

    @Override
    public boolean has(final StormJob.Device device)
    {
        return job.isOfHost || device.stream().index() == stream.index();
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
            Math.max(1, Math.min(events.size(), Math.round(scale * asked)));
        boundaryNs = atNs;
    }

    @Override
    public long nextNs()
    {
        final boolean isReady =
            inFlight.size() < window && !inFlight.contains(key(next().device().index(), next().event()));

        return isReady ? boundaryNs : Numbers.NEVER;
    }

    @Override
    public List<Offer> take(final long nowNs)
    {
        final Offer offer = next();
        taken++;
        inFlight.add(key(offer.device().index(), offer.event()));

        return List.of(new Offer(offer.device(), offer.event(), Offer.NO_SENDER, nowNs));
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
