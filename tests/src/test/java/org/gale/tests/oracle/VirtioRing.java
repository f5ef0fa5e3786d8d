package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Queue of a virtio device: descriptors that device and driver hand to one another. */
final class VirtioRing implements Models.Queue
{
    private static final long LONG_AGO_NS = Long.MIN_VALUE / 4;

    /** State of a descriptor. A driver is notified of some of those that are used. */
    private enum State
    {
        AVAILABLE, IN_SERVICE, USED, NOTIFIED, DRAINED, PARKED
    }

    /** Descriptor of a request. */
    private static final class Descriptor
    {
        State state = State.AVAILABLE;
        long submittedNs;
        /** When the device has taken it, and when it shows that it is done. */
        long takenNs;
        long shownNs;
    }

    /** All descriptors, in the order of their submissions. */
    private final List<Descriptor> descriptors = new ArrayList<>();
    private final Times batches;
    private final Times requests;
    private final boolean isEventIndex;
    private final boolean isEach;
    private final List<Long> completed = new ArrayList<>();
    private final long threshold;
    private final long timeNs;
    private boolean isWanted = true;
    private boolean isShut;
    private long waited;
    private long lastNs = LONG_AGO_NS;
    /** Requests that were done since the last notification. */
    private long done;
    private long serviceNs;
    private long completions;
    private long submitted;
    private long seen;
    private long notified;
    private long batchNs;
    private long moderationNs;

    VirtioRing(final JsonNode traffic, final SplittableRandom ofBatches, final SplittableRandom ofRequests)
    {
        batches = Times.of(traffic.at("/service/fixed").asText(), ofBatches);
        requests = Times.of(traffic.at("/service/each").asText(), ofRequests);
        isEventIndex = traffic.get("event-index").asText().equals("on");
        isEach = traffic.get("backend").asText().equals("each");
        timeNs = Numbers.ns(traffic.at("/coalesce/time").asText("0"));
        threshold = traffic.at("/coalesce/threshold").asLong(timeNs > 0 ? Long.MAX_VALUE : 1);
        for (int i = 0; i < traffic.get("depth").asInt(); i++)
        {
            descriptors.add(new Descriptor());
        }
        submitted = descriptors.size();
        kick(0);
    }

    private List<Descriptor> in(final State state)
    {
        return descriptors.stream().filter(descriptor -> descriptor.state == state).toList();
    }

    /** Has an idle device take all that is available. */
    private void kick(final long nowNs)
    {
        final List<Descriptor> batch = in(State.AVAILABLE);
        if (in(State.IN_SERVICE).isEmpty() && !batch.isEmpty())
        {
            serve(batch, nowNs);
        }
        serviceNs = in(State.IN_SERVICE).stream().mapToLong(descriptor -> descriptor.shownNs).min()
            .orElse(Numbers.NEVER);
    }

    private void serve(final List<Descriptor> batch, final long nowNs)
    {
        long ns = nowNs + batches.nextNs();
        for (final Descriptor descriptor : batch)
        {
            ns += requests.nextNs();
            descriptor.state = State.IN_SERVICE;
            descriptor.shownNs = ns;
            descriptor.takenNs = isEach ? ns : nowNs;
        }
        for (final Descriptor descriptor : isEach ? List.<Descriptor>of() : batch)
        {
            descriptor.shownNs = ns;
        }
    }

    @Override
    public long nextNs()
    {
        final boolean isHeld = isWanted && timeNs > 0 && !in(State.USED).isEmpty();

        return isHeld ? Math.min(serviceNs, lastNs + timeNs) : serviceNs;
    }

    @Override
    public boolean fire(final long nowNs)
    {
        final List<Descriptor> shown = in(State.IN_SERVICE).stream()
            .filter(descriptor -> descriptor.shownNs == nowNs).limit(isEach ? 1 : descriptors.size()).toList();
        if (isWanted && !shown.isEmpty() && in(State.USED).isEmpty())
        {
            batchNs += nowNs - shown.get(0).takenNs;
        }
        shown.forEach(descriptor -> descriptor.state = State.USED);
        completions += shown.size();
        done += shown.size();
        kick(nowNs);

        return isWanted && notifies(nowNs);
    }

    /** Notifies the driver of what is used, unless that is to be held back. */
    private boolean notifies(final long nowNs)
    {
        final List<Descriptor> used = in(State.USED);
        final boolean isDue = done >= threshold || (timeNs > 0 && nowNs >= lastNs + timeNs);
        if (used.isEmpty() || !isDue)
        {
            return false;
        }
        moderationNs += nowNs - used.get(0).shownNs;
        used.forEach(descriptor -> descriptor.state = State.NOTIFIED);
        notified++;
        lastNs = nowNs;
        done = 0;
        isWanted = !isEventIndex;

        return true;
    }

    @Override
    public void acknowledged(final long nowNs)
    {
        isWanted = false;
        drain();
    }

    /** Takes what is used; returns whether that was anything. */
    private boolean drain()
    {
        final List<Descriptor> used = descriptors.stream()
            .filter(descriptor -> descriptor.state == State.USED || descriptor.state == State.NOTIFIED).toList();
        used.forEach(descriptor ->
        {
            descriptor.state = State.DRAINED;
            completed.add(descriptor.submittedNs);
        });

        return !used.isEmpty();
    }

    @Override
    public long prolongedNs(final long nowNs)
    {
        return 0;
    }

    @Override
    public void handled(final long nowNs)
    {
        submit(nowNs);
        isWanted = true;
        if (drain())
        {
            submit(nowNs);
        }
    }

    private void submit(final long nowNs)
    {
        final List<Descriptor> drained = in(State.DRAINED);
        drained.forEach(descriptor -> descriptor.state = State.PARKED);
        seen += drained.size();
        descriptors.removeAll(drained);
        descriptors.addAll(drained);
        waited += isShut ? drained.size() : 0;
        if (!isShut)
        {
            makeAvailable(nowNs);
        }
    }

    private void makeAvailable(final long nowNs)
    {
        for (final Descriptor descriptor : in(State.PARKED))
        {
            descriptor.state = State.AVAILABLE;
            descriptor.submittedNs = nowNs;
            submitted++;
        }
        kick(nowNs);
    }

    @Override
    public void shut(final long nowNs, final boolean shuts)
    {
        isShut = shuts;
        if (!shuts)
        {
            makeAvailable(nowNs);
        }
    }

    @Override
    public boolean isQuiet()
    {
        return in(State.PARKED).size() == descriptors.size();
    }

    @Override
    public long waited(final boolean areWaiting)
    {
        return areWaiting ? in(State.PARKED).size() : waited;
    }

    @Override
    public List<Long> takeRequests()
    {
        final List<Long> taken = List.copyOf(completed);
        completed.clear();

        return taken;
    }

    @Override
    public void witness(final Map<String, Long> counts)
    {
        counts.merge("virtio.submitted", submitted, Long::sum);
        counts.merge("virtio.used", completions, Long::sum);
        counts.merge("virtio.seen", seen, Long::sum);
        counts.merge("virtio.notified", notified, Long::sum);
    }

    @Override
    public long completions()
    {
        return completions;
    }

    @Override
    public long heldNs(final String reason)
    {
        return reason.equals("batch") ? batchNs : reason.equals("moderation") ? moderationNs : 0;
    }
}
