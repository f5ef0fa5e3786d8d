package org.gale.engine.device.nvme;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * Doorbells of the queues of a controller. A tail that a guest has written, and that the drive has not taken at the end
 * or at a reset, is a request that is lost. Owner: the answering thread.
 */
final class QueueDoorbells
{
    private static final int NONE = -1;
    private static final int NAMED_LIMIT = 16;
    private static final double NS_OF_MS = 1e6;

    private final int[] tails;
    private final long[] rungNs;
    private final List<String> named = new ArrayList<>();
    private final Queues queues;
    private final WrongDrive wrong;
    private final BitSet ready;
    private long wrongCount;
    private long lost;

    /**
     * Makes the doorbells of queues that are not there yet.
     *
     * @param wrong mistake of the drive
     * @param ready takes the submission queues that have commands
     */
    QueueDoorbells(final Queues queues, final WrongDrive wrong, final BitSet ready)
    {
        this.queues = queues;
        this.wrong = wrong;
        this.ready = ready;
        tails = new int[queues.count()];
        rungNs = new long[tails.length];
        Arrays.fill(tails, NONE);
    }

    /** Takes a value that a guest has written to a doorbell. */
    void ring(final int number, final int value, final long nowNs)
    {
        final int id = number / 2;
        final SubmissionQueue submissions = queues.submissions(id);
        final CompletionQueue completions = queues.completions(id);
        final boolean isValid = number % 2 == 0 ? submissions != null && submissions.isTail(value) :
            completions != null && completions.takeHead(value, nowNs);
        wrongCount += isValid ? 0 : 1;
        if (isValid && number % 2 == 0)
        {
            rungNs[id] = tails[id] == value ? rungNs[id] : nowNs;
            tails[id] = value;
            if (!wrong.forgets(id, nowNs))
            {
                submissions.takeTail(value);
                ready.set(id);
            }
        }
    }

    /** Returns the values that named no entry of a queue. */
    long wrongCount()
    {
        return wrongCount;
    }

    /** Compares the tails of all queues, which come to their end. */
    void compare()
    {
        for (int id = 0; id < tails.length; id++)
        {
            if (queues.submissions(id) != null)
            {
                compare(queues.submissions(id));
            }
        }
    }

    /** Compares the tail that a drive has of a queue with the one that the guest has written last. */
    private void compare(final SubmissionQueue queue)
    {
        final int id = queue.id();
        if (tails[id] != NONE && tails[id] != queue.tail())
        {
            final int requests = (tails[id] - queue.tail() + queue.size()) % queue.size();
            lost += requests;
            if (named.size() < NAMED_LIMIT)
            {
                named.add(String.format(Locale.ROOT, "lost: queue %d, doorbell at %.1f ms, %d not fetched", id,
                    rungNs[id] / NS_OF_MS, requests));
            }
        }
        tails[id] = NONE;
    }

    /** Returns the requests that are lost. */
    long lost()
    {
        return lost;
    }

    /** Returns the first of them, a line for each doorbell. */
    List<String> named()
    {
        return named;
    }
}
