package org.gale.engine.device.nvme;

import org.gale.engine.device.proof.GuestTouches;
import org.gale.engine.device.proof.QueueAccount;
import org.gale.engine.device.proof.QueueProof;

/**
 * I/O queues of a controller, with the rules of their creation and deletion, and the requests in flight on them. Owner:
 * the answering thread.
 */
final class Queues
{
    /** Unit of the time of coalescing, ns. */
    static final long COALESCING_UNIT_NS = 100_000;

    private static final int PAGE_MASK = Transfer.PAGE - 1;
    private static final int CONTIGUOUS = 1;
    private static final int INTERRUPTS = 2;

    private final SubmissionQueue[] submissions;
    private final CompletionQueue[] completions;
    private final QueueAccount[] accounts;
    private final GuestTouches touches;
    private final long settleNs;
    private final IoRequests requests;
    private final RequestTimes times;
    private final Stamps stamps;
    private final WrongDrive wrong;

    /**
     * Makes the places of queues.
     *
     * @param accounts of the admin queue and of each I/O queue
     * @param settleNs time within which a completion is consumed, ns
     */
    Queues(
        final QueueAccount[] accounts,
        final GuestTouches touches,
        final long settleNs,
        final IoRequests requests,
        final RequestTimes times,
        final Stamps stamps,
        final WrongDrive wrong)
    {
        this.accounts = accounts;
        this.touches = touches;
        this.settleNs = settleNs;
        this.requests = requests;
        this.times = times;
        this.stamps = stamps;
        this.wrong = wrong;
        submissions = new SubmissionQueue[accounts.length];
        completions = new CompletionQueue[accounts.length];
    }

    /** Returns the limit of the numbers of queues. */
    int count()
    {
        return submissions.length;
    }

    /** {@return the submission queue of a number, or null} */
    SubmissionQueue submissions(final int id)
    {
        return id < 0 || id >= submissions.length ? null : submissions[id];
    }

    /** {@return the completion queue of a number, or null} */
    CompletionQueue completions(final int id)
    {
        return id < 0 || id >= completions.length ? null : completions[id];
    }

    /** Makes the admin queues. */
    void createAdmin(final long submissionBase, final int submissionSize, final long base, final int size)
    {
        completions[0] = completions(0, base, size, 0);
        submissions[0] = new SubmissionQueue(0, submissionBase, submissionSize, completions[0]);
    }

    private CompletionQueue completions(final int id, final long base, final int size, final int vector)
    {
        return new CompletionQueue(
            id, base, size, vector, new QueueProof(accounts[id], touches, size, settleNs),
            id == 0 ? null : wrong.late());
    }

    int createCompletions(final int word, final int flags, final long base)
    {
        final int id = word & 0xffff;
        final int size = (word >>> Short.SIZE) + 1;
        final int vector = flags >>> Short.SIZE;
        if (id == 0 || id >= completions.length || completions[id] != null)
        {
            return NvmeStatus.INVALID_QUEUE_ID;
        }
        if (size < 2 || size > SubmissionQueue.SIZE_LIMIT)
        {
            return NvmeStatus.INVALID_QUEUE_SIZE;
        }
        if ((flags & CONTIGUOUS) == 0)
        {
            return NvmeStatus.INVALID_FIELD;
        }
        if ((base & PAGE_MASK) != 0)
        {
            return NvmeStatus.PRP_OFFSET_INVALID;
        }
        if (vector >= completions.length)
        {
            return NvmeStatus.INVALID_VECTOR;
        }
        completions[id] = completions(id, base, size, (flags & INTERRUPTS) == 0 ? -1 : vector);

        return NvmeStatus.SUCCESS;
    }

    int createSubmissions(final int word, final int flags, final long base)
    {
        final int id = word & 0xffff;
        final int size = (word >>> Short.SIZE) + 1;
        final CompletionQueue target = completions(flags >>> Short.SIZE);
        if (id == 0 || id >= submissions.length || submissions[id] != null)
        {
            return NvmeStatus.INVALID_QUEUE_ID;
        }
        if (target == null || target.id() == 0)
        {
            return NvmeStatus.COMPLETION_QUEUE_INVALID;
        }
        if (size < 2 || size > SubmissionQueue.SIZE_LIMIT)
        {
            return NvmeStatus.INVALID_QUEUE_SIZE;
        }
        if ((flags & CONTIGUOUS) == 0)
        {
            return NvmeStatus.INVALID_FIELD;
        }
        if ((base & PAGE_MASK) != 0)
        {
            return NvmeStatus.PRP_OFFSET_INVALID;
        }
        submissions[id] = new SubmissionQueue(id, base, size, target);

        return NvmeStatus.SUCCESS;
    }

    int deleteSubmissions(final int id, final long nowNs)
    {
        if (id == 0 || submissions(id) == null)
        {
            return NvmeStatus.INVALID_QUEUE_ID;
        }
        for (int slot = 0; slot < requests.slots(); slot++)
        {
            if (requests.queue(slot) == submissions[id] && !requests.isDropped(slot))
            {
                requests.drop(slot);
                submissions[id].completions().release();
                times.drop(slot);
                stamps.drop(nowNs, slot);
            }
        }
        submissions[id] = null;

        return NvmeStatus.SUCCESS;
    }

    int deleteCompletions(final int id, final long nowNs)
    {
        if (id == 0 || completions(id) == null)
        {
            return NvmeStatus.INVALID_QUEUE_ID;
        }
        for (final SubmissionQueue queue : submissions)
        {
            if (queue != null && queue.completions() == completions[id])
            {
                return NvmeStatus.INVALID_QUEUE_DELETION;
            }
        }
        completions[id].drop(nowNs);
        completions[id] = null;
        times.dropQueue(id - 1);
        stamps.dropQueue(nowNs, id - 1);

        return NvmeStatus.SUCCESS;
    }

    void coalesce(final int value, final long nowNs)
    {
        final int threshold = (value & 0xff) + 1;
        final long timeNs = (value >>> Byte.SIZE & 0xff) * COALESCING_UNIT_NS;
        times.coalesce(threshold, timeNs);
        stamps.coalesce(nowNs, threshold, timeNs);
    }

    /** Returns whether there is an I/O queue. */
    boolean isAnyThere()
    {
        for (int id = 1; id < completions.length; id++)
        {
            if (completions[id] != null)
            {
                return true;
            }
        }

        return false;
    }

    /** Returns whether a completion waits that asks for the level of the pin. */
    boolean isAnySignalled()
    {
        for (final CompletionQueue queue : completions)
        {
            if (queue != null && queue.proof().isSignalled())
            {
                return true;
            }
        }

        return false;
    }

    /** Returns whether completions of the run are still within their settle time. */
    boolean isSettling(final long nowNs)
    {
        for (final CompletionQueue queue : completions)
        {
            if (queue != null && queue.proof().isSettling(nowNs))
            {
                return true;
            }
        }

        return false;
    }

    /** Judges what waits at the end of a run. */
    void end(final long nowNs)
    {
        for (final CompletionQueue queue : completions)
        {
            if (queue != null)
            {
                queue.proof().end(nowNs);
            }
        }
    }

    /** Drops all queues and requests, as a reset does. */
    void reset(final long nowNs)
    {
        for (int id = 0; id < completions.length; id++)
        {
            if (completions[id] != null)
            {
                completions[id].drop(nowNs);
            }
            completions[id] = null;
            submissions[id] = null;
        }
        requests.clear();
        times.clear();
        stamps.clear(nowNs);
    }
}
