package org.gale.engine.device.proof;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Drawn histories of a queue against a list of completions, each with the number of its interrupt: an interrupt is that
 * of its first proved completion, and ends as that one does.
 */
class DrawnQueueProofTest
{
    private static final long MS = 1_000_000;
    private static final long SETTLE = 2_000 * MS;
    private static final int STEPS = 3_000;
    private static final long TOUCH = 500 * MS;

    /** A completion; its interrupt is 0 until there is one. */
    private static final class Completion
    {
        private final long fromNs;
        private final boolean isJudged;
        private int interrupt;
        private long signalledNs;

        Completion(final long fromNs, final boolean isJudged)
        {
            this.fromNs = fromNs;
            this.isJudged = isJudged;
        }
    }

    private final QueueAccount account = new QueueAccount(3, new DeviceHistory());
    private final GuestTouches touches = new GuestTouches();
    private final Deque<Completion> naive = new ArrayDeque<>();
    private final Set<Integer> ended = new HashSet<>();
    private final Set<String> reached = new HashSet<>();
    private long nowNs;
    private int interrupts;
    private long posted;
    private long consumed;
    private long dropped;
    private long lost;
    private long taken;
    private long covered;
    private long interruptsLost;
    private long interruptsDropped;
    private long waiting;
    private long latencyNs;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 63})
    void shouldCountAsAListOfCompletionsDoes(final int size)
    {
        final Random random = new Random(size);
        final QueueProof proof = new QueueProof(account, touches, size, SETTLE);
        for (int step = 0; step < STEPS; step++)
        {
            pass(random.nextInt(20) == 0 ? SETTLE + random.nextInt(3) - 1 : random.nextInt(300) * MS);
            switch (random.nextInt(8))
            {
                case 0, 1, 2 -> post(proof, size, random.nextInt(3) > 0);
                case 3, 4 -> signal(proof);
                case 5, 6 -> consume(proof, random.nextInt(naive.size() + 1));
                default -> drop(proof, random.nextInt(20) == 0);
            }
            check(proof, "step " + step);
        }
        proof.end(nowNs);
        naive.forEach(one -> end(one, "waiting"));
        check(proof, "the end");

        assertTrue(reached.containsAll(size < 3 ? List.of("taken", "lost", "covered") :
            List.of("taken", "lost", "covered", "dropped", "unproved between")), reached.toString());
    }

    private void pass(final long ns)
    {
        for (long end = nowNs + ns; nowNs < end; nowNs = Math.min(end, nowNs + TOUCH))
        {
            touches.touch(nowNs);
        }
        touches.touch(nowNs);
    }

    private void post(final QueueProof proof, final int size, final boolean isJudged)
    {
        if (naive.size() < size)
        {
            final long fromNs = nowNs - 1_000;
            proof.posted(fromNs, isJudged);
            naive.addLast(new Completion(fromNs, isJudged));
            posted += isJudged ? 1 : 0;
        }
    }

    private void signal(final QueueProof proof)
    {
        interrupts++;
        final List<Completion> batch = new ArrayList<>(naive.stream().filter(one -> one.interrupt == 0).toList());
        batch.forEach(one -> one.interrupt = interrupts);
        batch.forEach(one -> one.signalledNs = nowNs);
        final boolean isNew = batch.stream().anyMatch(one -> one.isJudged);
        covered += isNew ? 0 : 1;
        reached.add(isNew ? "new" : "covered");
        for (int i = 1; i + 1 < batch.size(); i++)
        {
            if (batch.get(i - 1).isJudged && !batch.get(i).isJudged && batch.get(i + 1).isJudged)
            {
                reached.add("unproved between");
            }
        }

        final boolean isNewHere = proof.signalled(nowNs, nowNs);
        assertEquals(isNew, isNewHere);
        account.addInterrupt(isNewHere, nowNs, nowNs);
    }

    private void consume(final QueueProof proof, final int number)
    {
        proof.consumed(number, nowNs);
        for (int i = 0; i < number; i++)
        {
            final Completion one = naive.removeFirst();
            consumed += one.isJudged ? 1 : 0;
            latencyNs = one.isJudged ? Math.max(latencyNs, nowNs - one.fromNs) : latencyNs;
            end(one, "taken");
        }
    }

    private void drop(final QueueProof proof, final boolean isNow)
    {
        if (isNow)
        {
            proof.drop(nowNs);
            dropped += naive.stream().filter(one -> one.isJudged).count();
            naive.forEach(one -> end(one, "dropped"));
            naive.clear();
        }
    }

    /** Ends a completion, and its interrupt if it is the first one that is proved. */
    private void end(final Completion one, final String how)
    {
        final boolean isLost = one.isJudged && one.interrupt != 0 && nowNs - one.signalledNs > SETTLE;
        lost += isLost ? 1 : 0;
        if (one.isJudged && one.interrupt != 0 && ended.add(one.interrupt))
        {
            reached.add(isLost ? "lost" : how);
            interruptsLost += isLost ? 1 : 0;
            taken += !isLost && how.equals("taken") ? 1 : 0;
            interruptsDropped += !isLost && how.equals("dropped") ? 1 : 0;
            waiting += !isLost && how.equals("waiting") ? 1 : 0;
        }
    }

    private void check(final QueueProof proof, final String when)
    {
        assertEquals(List.of(posted, consumed, dropped, posted - consumed - dropped, lost, 0L, (long)interrupts, taken,
            covered, interruptsLost, interruptsDropped, waiting),
            List.of(account.posted(), account.consumed(), account.dropped(), account.pending(), account.lost(),
            account.late(), account.interrupts(), account.taken(), account.covered(), account.interruptsLost(),
            account.interruptsDropped(), account.waiting()), when);
        assertEquals(taken, account.response().getTotalCount(), when);
        assertEquals(consumed, account.latency().getTotalCount(), when);
        assertEquals((double)latencyNs, (double)account.latency().getMaxValue(), latencyNs / 100.0, when);
        if (when.startsWith("step"))
        {
            assertEquals(naive.stream().anyMatch(one -> one.interrupt != 0), proof.isSignalled(), when);
            assertEquals(naive.stream().anyMatch(one -> one.isJudged && (one.interrupt == 0 ||
                nowNs - one.signalledNs <= SETTLE)), proof.isSettling(nowNs), when);
        }
    }
}
