package org.gale.tests.oracle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.SplittableRandom;

/** Queue of a virtio device, with its driver. */
final class VirtioRing implements Models.Queue
{
    private final Times fixed;
    private final Times each;
    private final boolean hasEventIndex;
    private final boolean isBatched;
    private int available;
    private int inService;
    private int used;
    private int drained;
    private boolean isAsked = true;
    private final long threshold;
    private final long timeNs;
    private long nextNs = Numbers.NEVER;
    private long lastNs;                                            // of the last notification
    private long sinceLast;                                         // completed since then
    private final Deque<Long> untoldNs = new ArrayDeque<>();        // those of them that the driver does not know of
    private boolean hasTold;
    private long moderatedNs;
    private long begunNs;
    private long batchedNs;
    private long completions;
    private final Deque<Long> submittedNs = new ArrayDeque<>();
    private final List<Long> requests = new ArrayList<>();

    VirtioRing(final JsonNode traffic, final SplittableRandom ofFixed, final SplittableRandom ofEach)
    {
        fixed = Times.of(traffic.at("/service/fixed").asText(), ofFixed);
        each = Times.of(traffic.at("/service/each").asText(), ofEach);
        hasEventIndex = traffic.get("event-index").asText().equals("on");
        isBatched = traffic.get("backend").asText().equals("batch");
        threshold = traffic.at("/coalesce/threshold").asLong(Long.MAX_VALUE);
        timeNs = traffic.at("/coalesce/time").isMissingNode() ? 0 :
            Numbers.ns(traffic.at("/coalesce/time").asText());
        available = traffic.get("depth").asInt();
        submittedNs.addAll(Collections.nCopies(available, 0L));
        serve(0);
    }

    /** Takes all that is available, or waits for a kick. */
    private void serve(final long nowNs)
    {
        inService = available;
        available = 0;
        nextNs = Numbers.NEVER;
        if (inService > 0)
        {
            begunNs = nowNs;
            nextNs = nowNs + fixed.nextNs();
            for (int i = 0; i < (isBatched ? inService : 1); i++)
            {
                nextNs += each.nextNs();
            }
        }
    }

    @Override
    public long nextNs()
    {
        return isAsked && !untoldNs.isEmpty() ? Math.min(nextNs, lastNs + timeNs) : nextNs;
    }

    @Override
    public boolean fire(final long nowNs)
    {
        if (nextNs == nextNs())
        {
            complete(nowNs);
        }
        final boolean isOver = !hasTold || nowNs - lastNs >= timeNs;
        final boolean isSent = isAsked && (isOver || sinceLast >= threshold);
        if (isSent)
        {
            moderatedNs += nowNs - untoldNs.getFirst();
            untoldNs.clear();
            sinceLast = 0;
            lastNs = nowNs;
            hasTold = true;
            isAsked = !hasEventIndex;
        }

        return isSent;
    }

    private void complete(final long nowNs)
    {
        final int done = isBatched ? inService : 1;
        batchedNs += isBatched ? nowNs - begunNs : 0;
        inService -= done;
        used += done;
        completions += done;
        sinceLast += done;
        untoldNs.addLast(nowNs);
        if (inService == 0)
        {
            serve(nowNs);
        }
        else
        {
            nextNs = nowNs + each.nextNs();
        }
    }

    @Override
    public void acknowledged(final long nowNs)
    {
        isAsked = false;
        drain();
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
        isAsked = true;
        drain();
        submit(nowNs);
    }

    private void drain()
    {
        drained += used;
        used = 0;
        untoldNs.clear();
    }

    private void submit(final long nowNs)
    {
        for (int i = 0; i < drained; i++)
        {
            requests.add(submittedNs.pollFirst());
            submittedNs.addLast(nowNs);
        }
        available += drained;
        drained = 0;
        if (nextNs == Numbers.NEVER)
        {
            serve(nowNs);
        }
    }

    @Override
    public List<Long> takeRequests()
    {
        final List<Long> taken = List.copyOf(requests);
        requests.clear();

        return taken;
    }

    @Override
    public long completions()
    {
        return completions;
    }

    @Override
    public long heldNs(final String reason)
    {
        return reason.equals("batch") ? batchedNs : reason.equals("moderation") ? moderatedNs : 0;
    }
}
