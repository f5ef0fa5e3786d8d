package org.gale.engine.storm.model;

import java.util.Arrays;
import org.gale.engine.storm.result.Hold;

/**
 * Queue of a virtio device with its driver, which keeps a number of requests in flight. The device takes all requests
 * that are available, serves them as a batch, and sends one notification for it if the driver wants one. It then polls
 * for more, and waits for a kick if there are none. A device that coalesces holds notifications back, as vhost does,
 * until a time has passed since its last one, or until it has completed a number of requests since. Owned by the thread
 * that drives the run.
 * <pre>
 *   driver   submits, kicks ──► available ──► in service ──► used ──► drains ──┐
 *              ▲                          all             a batch  handler     │
 *              └──────────────── asks for a notification, checks again ◄────────┘
 * </pre>
 */
class VirtioQueue implements ClosableVector
{
    final VirtioShape shape;
    final RequestSink requests;
    final QueueSeam seam;
    private final Draw fixed;
    private final Draw each;
    /** Submissions of all requests of the driver, a ring: they are completed in the order of their submission. */
    final long[] submittedNs;
    int oldest;
    int available;
    int inService;
    int used;
    int drained;
    boolean isAsked = true;
    long servedNs = TrafficModel.NEVER;                     // when what is in service is complete
    private int posted;                                             // complete since the last notification
    int held;                                               // of those used, complete since then
    private long heldFromNs;                                        // when the first of those held was complete
    private long dueNs;                                             // from which on a notification is not held back
    long completions;
    private long sent;
    private long moderatedNs;
    private long begunNs;                                           // when the last batch was taken
    private long batchedNs;                                         // times of all batches that were notified
    private boolean isShut;
    private int parked;                                             // requests that wait until the queue opens
    private long waited;

    /** Makes a queue whose driver submits its first requests, which nobody measures. */
    VirtioQueue(final VirtioShape shape, final Draw fixed, final Draw each, final long beginNs)
    {
        this(shape, fixed, each, beginNs, RequestSink.NONE);
    }

    /** Makes a queue whose driver submits its first requests, next to which nobody counts. */
    VirtioQueue(
        final VirtioShape shape, final Draw fixed, final Draw each, final long beginNs, final RequestSink requests)
    {
        this(shape, fixed, each, beginNs, requests, SilentQueue.NONE);
    }

    /**
     * Makes a queue whose driver submits its first requests.
     *
     * @param fixed times of batches
     * @param each  times of requests
     */
    VirtioQueue(
        final VirtioShape shape,
        final Draw fixed,
        final Draw each,
        final long beginNs,
        final RequestSink requests,
        final QueueSeam seam)
    {
        this.seam = seam;
        this.shape = shape;
        this.fixed = fixed;
        this.each = each;
        this.requests = requests;
        submittedNs = new long[shape.depth()];
        Arrays.fill(submittedNs, beginNs);
        drained = shape.depth();
        submit(beginNs);
    }

    @Override
    public long nextNs()
    {
        return Math.min(servedNs, noticeNs());
    }

    /** Returns when the device notifies of what it holds back. */
    private long noticeNs()
    {
        return isAsked && held > 0 ? dueNs : TrafficModel.NEVER;
    }

    @Override
    public boolean fire(final long nowNs)
    {
        if (servedNs <= noticeNs())
        {
            complete(nowNs);
        }
        final boolean isSent = isAsked && (posted >= shape.threshold() || nowNs >= dueNs);
        if (isSent)
        {
            send(nowNs);
        }

        return isSent;
    }

    /** Completes a batch, or a request. */
    void complete(final long nowNs)
    {
        final int completed = shape.isBatched() ? inService : 1;
        post(nowNs, completed);
        batchedNs += shape.isBatched() ? nowNs - begunNs : 0;
        inService -= completed;
        used += completed;
        completions += completed;
        heldFromNs = held == 0 ? nowNs : heldFromNs;
        held += completed;
        posted += completed;
        if (inService > 0)
        {
            servedNs = nowNs + each.nextNs();
        }
        else
        {
            takeAvailable(nowNs);
        }
    }

    /** Shows the driver buffers as used. */
    void post(final long nowNs, final int completed)
    {
        seam.posted(completed);
    }

    /** Sends a notification. */
    void send(final long nowNs)
    {
        moderatedNs += nowNs - heldFromNs;
        posted = 0;
        held = 0;
        dueNs = nowNs + shape.timeNs();
        isAsked &= !shape.hasEventIndex();
        sent++;
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
        submitAgain(nowNs);
        isAsked = true;
        // Requests that were completed before the driver asked have sent nothing: it checks again.
        drain();
        submitAgain(nowNs);
    }

    @Override
    public boolean staysHigh()
    {
        return false;
    }

    @Override
    public long heldNs(final Hold reason)
    {
        return switch (reason)
        {
            case MODERATION -> moderatedNs;
            case BATCH -> batchedNs;
            case MASK -> 0;
        };
    }

    @Override
    public long completions()
    {
        return completions;
    }

    @Override
    public long sent()
    {
        return sent;
    }

    @Override
    public long ticksHigh()
    {
        return 0;
    }

    @Override
    public long acted()
    {
        return 0;
    }

    @Override
    public String brokenLaw()
    {
        final boolean isKept = available + inService + used + drained + parked == shape.depth() && held <= used;

        return isKept ? null : available + " requests available, " + inService + " in service, " + used + " used, " +
            drained + " drained and " + parked + " waiting for the queue, of " + shape.depth() + ", and " +
            held + " held back";
    }

    /** {@inheritDoc} Requests are always in flight: the device tells of them while it is asked to and serves some. */
    @Override
    public boolean needsHandler()
    {
        return parked < shape.depth() && (!isAsked || nextNs() == TrafficModel.NEVER);
    }

    @Override
    public void shut(final long nowNs, final boolean shuts)
    {
        isShut = shuts;
        if (isShut || parked == 0)
        {
            return;
        }
        for (int i = 1; i <= parked; i++)                           // those that were completed last
        {
            submittedNs[i <= oldest ? oldest - i : oldest - i + submittedNs.length] = nowNs;
        }
        makeAvailable(nowNs, parked);
        parked = 0;
    }

    @Override
    public boolean isQuiet()
    {
        return parked == shape.depth();
    }

    @Override
    public boolean isSubmittedTo()
    {
        return true;
    }

    @Override
    public long waited()
    {
        return waited;
    }

    @Override
    public long waiting()
    {
        return parked;
    }

    /** Takes all that was used. */
    void drain()
    {
        drained += used;
        used = 0;
        held = 0;
    }

    /** Ends the requests that were drained, and submits others in their place. */
    final void submitAgain(final long nowNs)
    {
        for (int i = 0; i < drained; i++)
        {
            requests.completed(submittedNs[oldest], nowNs);
            submittedNs[oldest] = nowNs;
            oldest = oldest + 1 == submittedNs.length ? 0 : oldest + 1;
        }
        submit(nowNs);
    }

    private void submit(final long nowNs)
    {
        if (isShut)
        {
            parked += drained;
            waited += drained;
            drained = 0;
            return;
        }
        final int count = drained;
        drained = 0;
        makeAvailable(nowNs, count);
    }

    private void makeAvailable(final long nowNs, final int count)
    {
        seam.submitted(count);
        available += count;
        if (servedNs == TrafficModel.NEVER)
        {
            kicked(nowNs);
        }
    }

    /** Notes that the driver kicks a device that sleeps. */
    void kicked(final long nowNs)
    {
        takeAvailable(nowNs);
    }

    /** Begins to serve all that is available; waits for a kick if there is nothing. */
    void takeAvailable(final long nowNs)
    {
        inService = available;
        available = 0;
        if (inService == 0)
        {
            servedNs = TrafficModel.NEVER;
        }
        else
        {
            servedNs = nowNs + fixed.nextNs() + eachNs();
            seam.timed(inService, servedNs);
            begunNs = nowNs;
        }
    }

    private long eachNs()
    {
        long ns = each.nextNs();
        for (int i = 1; i < inService && shape.isBatched(); i++)
        {
            ns += each.nextNs();
        }

        return ns;
    }
}
