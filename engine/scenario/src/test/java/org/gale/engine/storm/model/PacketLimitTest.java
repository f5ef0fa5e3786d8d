package org.gale.engine.storm.model;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.gale.engine.support.Distributions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Limits of packets that end a period early, at loads which reach them: a guest with nothing to do never waits while
 * as many packets are in its ring as the moderation of that time allows.
 */
class PacketLimitTest
{
    private static final long PER_PACKET_NS = 5;
    private static final int BUDGET = 1_000;
    private static final int PACKETS = 400_000;
    private static final long PAUSE_NS = 2_000_000;

    /** Limit of the moderation that the driver has set last, as the queue tells its seam. */
    private int limit;
    private final Set<Integer> reached = new HashSet<>();

    @ParameterizedTest
    @CsvSource({
        "DIM, EQE, 40ns, 256",
        "DIM, CQE, 80ns, 64 128 256",
        "FIXED, CQE, 100ns, 256"})
    void shouldEndAPeriodWithThePacketThatReachesItsLimit(
        final Moderation.Kind kind, final PacketShape.Period period, final String gap, final String limits)
    {
        final long[] gaps = gaps(gap);
        final long[] arrivalsNs = new long[PACKETS];
        long sum = 0;
        for (int i = 0; i < PACKETS; i++)
        {
            sum += gaps[i];
            arrivalsNs[i] = sum;
        }
        final int[] next = {0};
        final Moderation moderation = new Moderation(kind, kind == Moderation.Kind.FIXED ? 84_000 : 0);
        final PacketQueue queue = new PacketQueue(new PacketShape(moderation, period, BUDGET, PER_PACKET_NS),
            () -> next[0] < PACKETS ? gaps[next[0]++] : PAUSE_NS, 0, null, seam());

        final ModelLoop loop = new ModelLoop(new VectorModels(List.of(queue)), 1, 0).watch((fromNs, toNs) ->
        {
            final int first = (int)queue.completions();
            final int before = firstNotBefore(arrivalsNs, toNs);
            assertTrue(before - first < limit, () -> "a guest with nothing to do waits until " + toNs + " ns for " +
                (before - first) + " packets, of which " + limit + " end a period");
            if (first + limit <= PACKETS && arrivalsNs[first + limit - 1] == toNs)
            {
                reached.add(limit);
            }
        }).run(sum);

        assertTrue(loop.raisedNs().size() > 1_000, "interrupts " + loop.raisedNs().size());
        assertEquals(Stream.of(limits.split(" ", -1)).map(Integer::valueOf).collect(Collectors.toSet()), reached);
    }

    /** Returns drawn gaps, with pauses now and then. */
    private static long[] gaps(final String mean)
    {
        final Draw draw = Draws.of(Distributions.of("{exponential: " + mean + "}"), 72);

        return LongStream.range(0, PACKETS).map(i -> i % 50_000 == 0 ? PAUSE_NS : 1 + draw.nextNs()).toArray();
    }

    private static int firstNotBefore(final long[] arrivalsNs, final long ns)
    {
        final int at = Arrays.binarySearch(arrivalsNs, ns);

        return at < 0 ? -at - 1 : at;
    }

    /** Returns a seam that keeps the limit of the moderation, and nothing else. */
    private QueueSeam seam()
    {
        final InvocationHandler handler = (seam, method, given) ->
        {
            limit = method.getName().equals("moderated") ? (int)given[1] : limit;
            return null;
        };

        return (QueueSeam)Proxy.newProxyInstance(
            QueueSeam.class.getClassLoader(), new Class<?>[] {QueueSeam.class}, handler);
    }
}
