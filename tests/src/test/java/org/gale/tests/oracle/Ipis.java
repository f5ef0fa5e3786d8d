package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** vCPUs of a VM that interrupt one another. */
final class Ipis
{
    private static final double SECOND_NS = 1e9;

    /** vCPU that sends. */
    static final class Sender
    {
        Times unicasts;
        Times broadcasts;
        SplittableRandom targets;
        long unicastNs = Numbers.NEVER;
        long broadcastNs = Numbers.NEVER;
        long sentNs;
        boolean runs;
        boolean hasAsked;
        /** vCPUs whose acknowledges it waits for. */
        final Set<Integer> waitsFor = new HashSet<>();

        long dueNs()
        {
            return Math.min(unicastNs, broadcastNs);
        }

        /** Returns when it goes on: never while it waits, or has asked for a PE. */
        long nextNs()
        {
            return !waitsFor.isEmpty() || (!runs && hasAsked) ? Numbers.NEVER : dueNs();
        }
    }

    final List<Sender> senders = new ArrayList<>();
    final int kinds;
    long sent;
    /** Times at which something was sent. */
    long instants;
    /** Handlers that have begun. */
    long acknowledged;

    Ipis(final JsonNode traffic, final int vpes, final SplittableRandom random)
    {
        kinds = traffic.get("kinds").asInt();
        for (int vpe = 0; vpe < vpes; vpe++)
        {
            final Sender sender = new Sender();
            sender.unicasts = gaps(traffic.get("unicast").asDouble(), Models.next(random));
            sender.broadcasts = gaps(traffic.get("broadcast").asDouble(), Models.next(random));
            sender.targets = Models.next(random);
            sender.unicastNs = sender.unicasts == null ? Numbers.NEVER : sender.unicasts.nextNs();
            sender.broadcastNs = sender.broadcasts == null ? Numbers.NEVER : sender.broadcasts.nextNs();
            senders.add(sender);
        }
    }

    private static Times gaps(final double perS, final SplittableRandom random)
    {
        return perS == 0 ? null : Gaps.poisson(SECOND_NS / perS, random);
    }

    /** Returns the sender that goes on first, of equal times the lowest. */
    int first()
    {
        int first = 0;
        for (int vpe = 1; vpe < senders.size(); vpe++)
        {
            first = senders.get(vpe).nextNs() < senders.get(first).nextNs() ? vpe : first;
        }

        return first;
    }

    /** Has a vCPU send what is due, and returns the events. */
    List<Integer> send(final int vpe)
    {
        final Sender sender = senders.get(vpe);
        final List<Integer> events = new ArrayList<>();
        if (sender.unicastNs <= sender.broadcastNs)
        {
            final int drawn = sender.targets.nextInt(senders.size() - 1);
            final int target = drawn < vpe ? drawn : drawn + 1;
            final int kind = kinds == 1 ? 0 : sender.targets.nextInt(kinds - 1);
            sender.unicastNs += sender.unicasts.nextNs();
            events.add(kind * senders.size() + target);
        }
        else
        {
            sender.broadcastNs += sender.broadcasts.nextNs();
            for (int target = 0; target < senders.size(); target++)
            {
                if (target != vpe)
                {
                    sender.waitsFor.add(target);
                    events.add((kinds - 1) * senders.size() + target);
                }
            }
        }
        sent += events.size();
        instants++;

        return events;
    }

    /** Notes an acknowledge; returns the vCPUs that wait for nothing any more. */
    List<Integer> acknowledged(final int event)
    {
        final List<Integer> released = new ArrayList<>();
        acknowledged++;
        for (int vpe = 0; vpe < senders.size() && event / senders.size() == kinds - 1; vpe++)
        {
            final Sender sender = senders.get(vpe);
            if (sender.waitsFor.remove(event % senders.size()) && sender.waitsFor.isEmpty())
            {
                released.add(vpe);
            }
        }

        return released;
    }
}
