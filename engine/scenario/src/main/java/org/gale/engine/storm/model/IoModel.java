package org.gale.engine.storm.model;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.gale.engine.config.Quantity;
import org.gale.engine.storm.result.Hold;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingType;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.TrafficKind;
import org.gale.engine.storm.scenario.VirtualSettings;

/**
 * Model of a drive with a queue of requests for each event, and of the driver that keeps the queues full. A handler
 * takes all requests of its queue that are complete when it ends, which may be none, and submits as many. Interrupts
 * are coalesced as NVMe does. The device counts the requests that it has completed since the last interrupt of the
 * queue, whether they were taken or not. It sends at a threshold, or a time after the first of them. Owned by the
 * thread that drives the run.
 * <pre>
 *   submitted ──► waits ── at most `parallel` ──► in service ── service time ──► complete ── threshold or time ──► MSI
 *       ▲                                                                           │
 *       └───────────────────────── think time ◄── a handler of the queue ends ◄─────┘
 * </pre>
 */
class IoModel implements ClosableModel
{
    private static final String NAME = "io";
    private static final int QUEUE_LIMIT = 1 << 16;
    /** Flag of a request that is to be submitted; without it one is in service. */
    private static final int THINKING = 1 << 30;

    private static final Setting<Long> DEPTH = Setting.of("depth", Setting.Group.PROFILE, SettingType.COUNT)
        .between(1, QUEUE_LIMIT).defaultValue(32L).help("");
    private static final Setting<Distribution> THINK =
        Setting.of("think", Setting.Group.PROFILE, VirtualSettings.time("T|DIST", "thinking"))
        .defaultValue(Distribution.ZERO).help("");

    /** Kind of traffic of drives. */
    static final ModelKind KIND = new ModelKind(new TrafficKind(
        NAME, List.of(DEPTH, IoDrive.SERVICE, IoDrive.PARALLEL, THINK, IoDrive.THRESHOLD, IoDrive.TIME,
        Mistake.setting(NAME, Mistake.DRIVER), Mistake.setting(NAME, Mistake.DEVICE)),
        IoModel::check), IoModel::new);

    final IoDrive drive;
    final int depth;
    final QueueSeam[] seams;                                        // by event
    final int[] completed;                                          // requests of each event, as many as complete
    final int[] complete;                                           // by event, not taken yet
    private final int[] inFlight;                                   // by event, submitted and not complete
    long completions;
    private final Draw think;
    private final RequestSink requests;
    private final long[] submittedNs;                               // by request: those of an event lie side by side
    private final BitSet shut = new BitSet();                       // by event
    private final ArrayDeque<Integer> parked = new ArrayDeque<>();  // requests that wait until their queues open
    private long waited;
    private int thinking;

    /** Makes the model of a device. */
    IoModel(final SettingValues values, final DevicePlace place)
    {
        depth = values.get(DEPTH).intValue();
        requests = place.requests();
        final int count = depth * place.events();
        final Draw service = Draws.of(values.get(IoDrive.SERVICE), new SplittableRandom(place.random().nextLong()));
        think = values.get(THINK).equals(Distribution.ZERO) ? null :
            Draws.of(values.get(THINK), new SplittableRandom(place.random().nextLong()));
        drive = drive(values, service, place.events(), count, think == null ? 0 : count, this::timed);
        submittedNs = new long[count];
        completed = new int[count];
        seams = new QueueSeam[place.events()];
        Arrays.setAll(seams, place.seam()::queue);
        complete = new int[place.events()];
        inFlight = new int[place.events()];
        for (int i = 0; i < depth; i++)
        {
            for (int event = 0; event < place.events(); event++)
            {
                submit(0, event * depth + i);
            }
        }
    }

    /** Makes the drive of the device. */
    IoDrive drive(final SettingValues values, final Draw service, final int events, final int count, final int others,
        final IoDrive.Times times)
    {
        return new IoDrive(values, service, events, count, others, times);
    }

    /** Returns the number of requests that a device keeps in memory. */
    static long requests(final SettingValues values, final int events)
    {
        return values.get(DEPTH) * events;
    }

    private static void check(final SettingValues values, final int events, final long durationNs)
    {
        check(Mistake.checked(NAME, values), values, events);
        final long requests = requests(values, events);
        if (requests > IoDrive.REQUEST_LIMIT)
        {
            throw new SettingException(DEPTH, values.get(DEPTH), " requests of ", events, " events are more than ",
                IoDrive.REQUEST_LIMIT, " of a device (try ", Math.max(1, IoDrive.REQUEST_LIMIT / events), ')');
        }
        final long serviceNs = values.get(IoDrive.SERVICE).largestNs();
        if (serviceNs > durationNs)
        {
            throw new SettingException(IoDrive.SERVICE, values.get(IoDrive.SERVICE).text(),
                " is longer than the storm, whose ", StormSettings.DURATION, " is ", Quantity.durationText(durationNs),
                " (try 80us)");
        }
        if (values.get(IoDrive.THRESHOLD) > 1 && values.get(IoDrive.TIME) == 0)
        {
            throw new SettingException(IoDrive.THRESHOLD, values.get(IoDrive.THRESHOLD), " needs a ",
                IoDrive.TIME, ", after which the device sends for fewer (try 100us)");
        }
    }

    /**
     * Checks that a mistake can act.
     *
     * @throws org.gale.engine.storm.scenario.SettingException if it cannot
     */
    private static void check(final Mistake mistake, final SettingValues values, final int events)
    {
        if (mistake == Mistake.SHARED_VECTOR && events < 2)
        {
            throw mistake.refused(" needs two queues, and the device has one event (try events 2)");
        }
        final long requests = requests(values, 1);
        if (mistake == Mistake.TIMER_ONCE &&
            (values.get(IoDrive.TIME) == 0 || values.get(IoDrive.THRESHOLD) <= requests))
        {
            throw mistake.refused(" needs a ", IoDrive.TIME, " and a ", IoDrive.THRESHOLD, " that no queue of ",
                requests, " requests reaches (try ", IoDrive.THRESHOLD, ' ', requests + 1, ", ", IoDrive.TIME,
                " 100us)");
        }
        if (mistake != null && values.get(IoDrive.PARALLEL) < requests * events)
        {
            throw mistake.refused(" needs a drive in which no request waits (try ", IoDrive.PARALLEL, ' ',
                requests * events, ')');
        }
    }

    @Override
    public long nextNs()
    {
        return drive.nextNs();
    }

    @Override
    public void fire(final long nowNs, final EventSink sink)
    {
        if (drive.isItemFirst())
        {
            final int item = drive.takeItem();                      // a request
            final int request = item & ~THINKING;
            seams[request / depth].timeOver(request % depth);
            if ((item & THINKING) != 0)
            {
                thinking--;
                submit(nowNs, request);
            }
            else
            {
                drive.serve(nowNs);
                post(nowNs, request, sink);
            }
        }
        else
        {
            raise(drive.timeOut(nowNs), sink);
        }
    }

    private void timed(final int item, final long ns)
    {
        final int request = item & ~THINKING;
        seams[request / depth].timed(request % depth, ns);
    }

    private void submit(final long nowNs, final int request)
    {
        if (shut.get(request / depth))
        {
            parked.add(request);
            waited++;
            return;
        }
        submittedNs[request] = nowNs;
        inFlight[request / depth]++;
        seams[request / depth].submitted(1);
        enter(nowNs, request);
    }

    /** Takes a request that was submitted. */
    void enter(final long nowNs, final int request)
    {
        drive.enter(nowNs, request);
    }

    /** Sends the interrupt of a queue. */
    void raise(final int event, final EventSink sink)
    {
        sink.raise(event);
    }

    /** Completes a request. */
    void post(final long nowNs, final int request, final EventSink sink)
    {
        final int event = request / depth;
        show(event, request);
        if (drive.isPostedForInterrupt(nowNs, event))
        {
            raise(event, sink);
        }
    }

    /** Shows the driver a request as complete. */
    final void show(final int event, final int request)
    {
        completions++;
        inFlight[event]--;
        seams[event].posted(1);
        completed[event * depth + complete[event]] = request;
        complete[event]++;
    }

    @Override
    public void acknowledged(final long nowNs, final int event)
    {
        // The driver takes requests when its handler ends.
    }

    /** {@inheritDoc} The time of a handler does not depend on the requests that it takes. */
    @Override
    public long prolongedNs(final long nowNs, final int event)
    {
        return 0;
    }

    @Override
    public void handled(final long nowNs, final int event)
    {
        final int taken = complete[event];
        complete[event] = 0;
        for (int i = event * depth; i < event * depth + taken; i++)
        {
            requests.completed(submittedNs[completed[i]], nowNs);
            if (think == null)
            {
                submit(nowNs, completed[i]);
            }
            else
            {
                thinking++;
                drive.addItem(nowNs + think.nextNs(), completed[i] | THINKING);
            }
        }
    }

    @Override
    public boolean staysHigh(final int event)
    {
        return false;
    }

    @Override
    public long heldNs(final Hold reason)
    {
        return reason == Hold.MODERATION ? drive.moderatedNs() : 0;
    }

    @Override
    public long completions()
    {
        return completions;
    }

    @Override
    public long sent()
    {
        return drive.sent();
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
        int untaken = 0;
        for (final int ofEvent : complete)
        {
            untaken += ofEvent;
        }
        final int inService = drive.inService();
        final boolean isKept =
            inService + drive.waiting() + thinking + untaken + parked.size() == submittedNs.length &&
            drive.timed() == inService + thinking;

        return isKept ? null : inService + " requests in service, " + drive.waiting() + " waiting, " + thinking +
            " thinking, " + parked.size() + " waiting for their queues and " + untaken + " complete, of " +
            submittedNs.length + " that were submitted, and " + drive.timed() + " timed";
    }

    @Override
    public void shut(final long nowNs, final int event, final boolean isShut)
    {
        shut.set(event, isShut);
        for (int left = isShut ? 0 : parked.size(); left > 0; left--)
        {
            final int request = parked.remove();
            if (request / depth == event)
            {
                submit(nowNs, request);
            }
            else
            {
                parked.add(request);
            }
        }
    }

    @Override
    public boolean isQuiet(final int event)
    {
        return inFlight[event] == 0 && complete[event] == 0 && !drive.isHeld(event);
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
        return parked.size();
    }

    @Override
    public boolean needsHandler(final int event)
    {
        return complete[event] > 0 && !drive.isHeld(event);
    }
}
