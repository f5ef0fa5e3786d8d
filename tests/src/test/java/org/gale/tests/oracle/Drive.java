package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Drive of kind io: requests in service, thinking drivers, and interrupts that are coalesced. */
final class Drive implements Model
{
    /** Request that is in service, or that its driver submits then. */
    private record Request(long ns, int event, boolean isThinking, long submittedNs)
    {
    }

    private final long parallel;
    private final int threshold;
    private final long timeNs;
    private final Times service;
    private final Times think;
    private final List<Request> timed = new ArrayList<>();
    private final Deque<Request> waiting = new ArrayDeque<>();
    /** Submissions of the requests of each event that are complete and not taken. */
    private final List<List<Long>> complete = new ArrayList<>();
    private List<Long> taken = List.of();
    private final int[] posted;
    private final long[] firstNs;
    private final long[] sendNs;
    /** Queues to which the driver submits nothing, and those of the requests that wait for that. */
    private final Set<Integer> shut = new HashSet<>();
    private final List<Integer> parked = new ArrayList<>();
    private long waited;
    private int inService;
    private long submitted;
    private long takenByAll;
    private long byThreshold;
    private long byTime;
    private long completions;
    private long moderatedNs;

    Drive(final JsonNode traffic, final int events, final SplittableRandom random)
    {
        final int depth = traffic.get("depth").asInt();
        parallel = traffic.get("parallel").asLong();
        threshold = traffic.at("/coalesce/threshold").asInt();
        timeNs = Numbers.ns(traffic.at("/coalesce/time").asText());
        service = Times.of(traffic.get("service").asText(), Models.next(random));
        final String thinking = traffic.get("think").asText();
        think = !thinking.startsWith("{") && Numbers.ns(thinking) == 0 ? null :
            Times.of(thinking, Models.next(random));
        posted = new int[events];
        firstNs = new long[events];
        sendNs = new long[events];
        Arrays.fill(sendNs, Numbers.NEVER);
        for (int event = 0; event < events; event++)
        {
            complete.add(new ArrayList<>());
        }
        for (int i = 0; i < depth; i++)
        {
            for (int event = 0; event < events; event++)
            {
                submit(0, event);
            }
        }
    }

    private void submit(final long nowNs, final int event)
    {
        if (shut.contains(event))
        {
            parked.add(event);
            waited++;
            return;
        }
        submitted++;
        serve(nowNs, new Request(0, event, false, nowNs));
    }

    private void serve(final long nowNs, final Request request)
    {
        if (inService < parallel)
        {
            inService++;
            timed.add(new Request(nowNs + service.nextNs(), request.event, false, request.submittedNs));
        }
        else
        {
            waiting.addLast(request);
        }
    }

    /** Returns the first of the timed requests; of equal times the one that was added first. */
    private Request first()
    {
        Request first = null;
        for (final Request request : timed)
        {
            first = first == null || request.ns < first.ns ? request : first;
        }

        return first;
    }

    private int firstTimer()
    {
        int first = 0;
        for (int event = 1; event < sendNs.length; event++)
        {
            first = sendNs[event] < sendNs[first] ? event : first;
        }

        return first;
    }

    @Override
    public long nextNs()
    {
        return Math.min(first() == null ? Numbers.NEVER : first().ns, sendNs[firstTimer()]);
    }

    @Override
    public List<Integer> fire(final long nowNs)
    {
        final Request request = first();
        if (request == null || sendNs[firstTimer()] < request.ns)
        {
            byTime++;

            return interrupt(nowNs, firstTimer());
        }
        timed.remove(request);
        if (request.isThinking)
        {
            submit(nowNs, request.event);

            return List.of();
        }
        inService--;
        if (!waiting.isEmpty())
        {
            serve(nowNs, waiting.pollFirst());
        }

        complete.get(request.event).add(request.submittedNs);

        return post(nowNs, request.event);
    }

    private List<Integer> post(final long nowNs, final int event)
    {
        completions++;
        posted[event]++;
        if (posted[event] == 1)
        {
            firstNs[event] = nowNs;
            sendNs[event] = nowNs + timeNs;
        }

        if (posted[event] < threshold)
        {
            return List.of();
        }
        byThreshold++;

        return interrupt(nowNs, event);
    }

    private List<Integer> interrupt(final long nowNs, final int event)
    {
        moderatedNs += nowNs - firstNs[event];
        posted[event] = 0;
        sendNs[event] = Numbers.NEVER;

        return List.of(event);
    }

    @Override
    public void acknowledged(final long nowNs, final int event)
    {
        // Requests are taken when the handler ends.
    }

    @Override
    public void handled(final long nowNs, final int event)
    {
        taken = List.copyOf(complete.get(event));
        complete.get(event).clear();
        takenByAll += taken.size();
        for (int i = 0; i < taken.size(); i++)
        {
            if (think == null)
            {
                submit(nowNs, event);
            }
            else
            {
                timed.add(new Request(nowNs + think.nextNs(), event, true, 0));
            }
        }
    }

    @Override
    public void shut(final long nowNs, final int event, final boolean isShut)
    {
        if (isShut)
        {
            shut.add(event);
            return;
        }
        shut.remove(event);
        while (parked.remove((Integer)event))
        {
            submit(nowNs, event);
        }
    }

    @Override
    public boolean isQuiet(final int event)
    {
        return complete.get(event).isEmpty() && sendNs[event] == Numbers.NEVER &&
            timed.stream().noneMatch(request -> request.event == event && !request.isThinking) &&
            waiting.stream().noneMatch(request -> request.event == event);
    }

    @Override
    public long waited(final boolean areWaiting)
    {
        return areWaiting ? parked.size() : waited;
    }

    @Override
    public List<Long> takeRequests(final int event)
    {
        return taken;
    }

    @Override
    public void witness(final Map<String, Long> counts)
    {
        counts.merge("io.submitted", submitted, Long::sum);
        counts.merge("io.posted", completions, Long::sum);
        counts.merge("io.taken", takenByAll, Long::sum);
        counts.merge("io.by_threshold", byThreshold, Long::sum);
        counts.merge("io.by_time", byTime, Long::sum);
    }

    @Override
    public long completions()
    {
        return completions;
    }

    @Override
    public long heldNs(final String reason)
    {
        return reason.equals("moderation") ? moderatedNs : 0;
    }
}
