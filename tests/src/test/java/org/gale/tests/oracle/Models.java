package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/** Models of devices, made with the random numbers that the page on traffic gives each. Pure functions. */
final class Models
{
    private Models()
    {
    }

    /** Returns the source of a device with a model. */
    static Source source(final StormJob job, final StormJob.Device device)
    {
        final StormJob.Stream stream = device.stream();
        final JsonNode traffic = stream.traffic();
        final SplittableRandom random = random(job, stream, -1L - device.inStream());

        return switch (stream.kind())
        {
            case "trace" -> new DeviceSource(job, device,
                new Recording(stream.choice(), stream.vm().group().vpes(), traffic, random));
            case "io" -> new DeviceSource(job, device, new Drive(traffic, stream.events(), random));
            case "timer" -> new DeviceSource(job, device, queues(stream, event -> new Ticker(traffic, next(random))));
            case "virtio" -> new DeviceSource(job, device,
                queues(stream, event -> new VirtioRing(traffic, next(random), next(random))));
            case "line" -> new DeviceSource(job, device,
                queues(stream, event -> new LinePin(traffic, stream.events(), random)));
            case "packets" -> new DeviceSource(job, device,
                queues(stream, event -> new Nic(traffic, stream.events(), patience(stream), next(random))));
            case "ipi" -> new IpiSource(job, device, new Ipis(traffic, stream.vm().group().vpes(), random));
            default -> throw new IllegalArgumentException(stream.kind());
        };
    }

    /** Returns the empty polls after which a driver lets its NIC interrupt again. */
    private static long patience(final StormJob.Stream stream)
    {
        return stream.leaves("softirq", 0) ? Long.parseLong(stream.later("softirq", "defer", "0")) : 0;
    }

    /** Returns the random numbers of a stream for a use: 0 for the order of its events, below 0 for a device. */
    static SplittableRandom random(final StormJob job, final StormJob.Stream stream, final long use)
    {
        final long ofVm = Numbers.mix(Numbers.mix(job.seed, stream.vm().group().index()), stream.vm().inGroup());

        return new SplittableRandom(Numbers.mix(Numbers.mix(ofVm, stream.inVm()), use));
    }

    static SplittableRandom next(final SplittableRandom random)
    {
        return new SplittableRandom(random.nextLong());
    }

    private static Model queues(final StormJob.Stream stream, final IntFunction<Queue> maker)
    {
        final List<Queue> queues = new ArrayList<>();
        for (int event = 0; event < stream.events(); event++)
        {
            queues.add(maker.apply(event));
        }

        return new Queues(queues);
    }

    /** Queue of a device with an event of its own. */
    interface Queue
    {
        long nextNs();

        /** Goes on; returns whether the device raises the event. */
        boolean fire(long nowNs);

        void acknowledged(long nowNs);

        long prolongedNs(long nowNs);

        /** Returns whether the line is still high if its handler ends now. */
        default boolean isHighBehind()
        {
            return false;
        }

        void handled(long nowNs);

        /** Returns whether its driver lets it not interrupt yet, and polls again by itself. */
        default boolean isPostponed()
        {
            return false;
        }

        /** Returns how often it did so, or has polled by itself. */
        default long polls(final boolean areOwn)
        {
            return 0;
        }

        /** Has its driver submit nothing from now on, or again all that has waited for that. */
        default void shut(final long nowNs, final boolean isShut)
        {
            // Nobody submits anything to most queues.
        }

        default boolean isQuiet()
        {
            return true;
        }

        default long waited(final boolean areWaiting)
        {
            return 0;
        }

        /** Takes the submissions of the requests that the last handler has completed. */
        default List<Long> takeRequests()
        {
            return List.of();
        }

        long completions();

        /** Adds what a witness counts beside the queue, by the names of its laws. */
        void witness(Map<String, Long> counts);

        long heldNs(String reason);
    }

    /** Device whose queues do not depend on one another. */
    private record Queues(List<Queue> queues) implements Model
    {
        @Override
        public long nextNs()
        {
            return queues.stream().mapToLong(Queue::nextNs).min().orElse(Numbers.NEVER);
        }

        @Override
        public List<Integer> fire(final long nowNs)
        {
            int first = 0;
            while (queues.get(first).nextNs() != nextNs())
            {
                first++;
            }

            return queues.get(first).fire(nowNs) ? List.of(first) : List.of();
        }

        @Override
        public void acknowledged(final long nowNs, final int event)
        {
            queues.get(event).acknowledged(nowNs);
        }

        @Override
        public long prolongedNs(final long nowNs, final int event)
        {
            return queues.get(event).prolongedNs(nowNs);
        }

        @Override
        public boolean isHighBehind(final int event)
        {
            return queues.get(event).isHighBehind();
        }

        @Override
        public void handled(final long nowNs, final int event)
        {
            queues.get(event).handled(nowNs);
        }

        @Override
        public boolean isPostponed(final int event)
        {
            return queues.get(event).isPostponed();
        }

        @Override
        public long polls(final boolean areOwn)
        {
            return queues.stream().mapToLong(queue -> queue.polls(areOwn)).sum();
        }

        @Override
        public void shut(final long nowNs, final int event, final boolean isShut)
        {
            queues.get(event).shut(nowNs, isShut);
        }

        @Override
        public boolean isQuiet(final int event)
        {
            return queues.get(event).isQuiet();
        }

        @Override
        public long waited(final boolean areWaiting)
        {
            return queues.stream().mapToLong(queue -> queue.waited(areWaiting)).sum();
        }

        @Override
        public List<Long> takeRequests(final int event)
        {
            return queues.get(event).takeRequests();
        }

        @Override
        public void witness(final Map<String, Long> counts)
        {
            queues.forEach(queue -> queue.witness(counts));
        }

        @Override
        public long completions()
        {
            return queues.stream().mapToLong(Queue::completions).sum();
        }

        @Override
        public long heldNs(final String reason)
        {
            return queues.stream().mapToLong(queue -> queue.heldNs(reason)).sum();
        }
    }
}
