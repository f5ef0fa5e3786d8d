package org.gale.engine.storm.law;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.gale.engine.storm.model.DevicePlace;
import org.gale.engine.storm.model.QueueSeam;
import org.gale.engine.storm.model.SendSink;
import org.gale.engine.storm.model.SenderModel;
import org.gale.engine.storm.model.TrafficModel;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.ModelShape;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.topology.Topology;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the laws of devices, with models that do what a test says: both sides of each law. */
@Tag("P13")
class DeviceLawTest
{
    private static final SendSink NOBODY = new SendSink()
    {
        @Override
        public void send(final int vpe, final int event, final long atNs)
        {
            // Nobody takes it.
        }

        @Override
        public void wake(final int vpe)
        {
            // Nobody wakes.
        }
    };

    private final ScriptModel script = new ScriptModel();
    private Laws laws;
    private DeviceLaw law;
    private TrafficModel model;
    private ModelShape shape;

    private QueueSeam device(final String traffic)
    {
        final String job = "job: x\nclock: virtual\nmachine: {kind: kvm, pes: 2}\n" +
            "vms: [{name: a, count: 1, vpes: 3, devices: [{name: d, " + traffic + "}]}]\n";
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);
        final Topology topology = jobs.plan(
            jobs.read("-", new ByteArrayInputStream(job.getBytes(StandardCharsets.UTF_8)), Assignments.NONE), "-",
            SettingValues.NONE, Spelling.NAMES).workload().topology();
        shape = topology.groups().get(0).devices().get(0).stream().model();
        laws = new Laws(topology, false);
        law = new DeviceLaw(
            laws, 0, shape, new DevicePlace(topology.events(0), 3, new SplittableRandom(1)), () -> 1_000);
        model = Laws.watched(script, law);

        return law.queue(0);
    }

    private void fire(final long nowNs, final Runnable act)
    {
        script.act = act;
        model.fire(nowNs, event -> { });
        script.act = () -> { };
    }

    private void handle(final long nowNs, final Runnable act)
    {
        model.acknowledged(nowNs, 0);
        script.act = act;
        model.handled(nowNs, 0);
        script.act = () -> { };
    }

    private Map<String, Long> counts()
    {
        final Map<String, Long> counts = new HashMap<>();
        law.addTo(counts);

        return counts;
    }

    private void assertBroken(final String clause)
    {
        assertTrue(laws.broken() != null && laws.broken().contains(clause), laws.broken());
    }

    @Test
    void shouldNameDeviceEventAndTime()
    {
        final QueueSeam queue = device("count: 1, events: 1, traffic: {kind: io, depth: 2, parallel: 1}");
        queue.submitted(2);
        fire(5_000, () -> queue.posted(1));

        assertEquals("VM 0 device 0 (a/d) event 0 at 6,000 ns: lost: 1 completion since the last interrupt, and no " +
            "interrupt is sent", laws.broken());
    }

    @Test
    void shouldKeepTheLawOfADrive()
    {
        final QueueSeam queue = device(
            "count: 1, events: 1, traffic: {kind: io, depth: 4, parallel: 1, coalesce: {threshold: 2, time: 100us}}");
        queue.submitted(4);
        script.nextNs = 100_010;
        fire(10, () -> queue.posted(1));
        fire(100_010, () -> script.sink.raise(0));
        handle(100_020, () ->
        {
            law.completed(0, 100_020);
            queue.submitted(1);
        });

        assertNull(laws.broken());
        script.nextNs = 300_000;
        fire(200_000, () -> queue.posted(1));
        fire(200_001, () ->
        {
            queue.posted(1);
            script.sink.raise(0);
        });

        assertNull(laws.broken());
        assertEquals(1, counts().get("io.by_time"));
        assertEquals(1, counts().get("io.by_threshold"));
    }

    @Test
    void shouldFindATimeForWhichNoInterruptWasHeld()
    {
        final QueueSeam queue = device(
            "count: 1, events: 1, traffic: {kind: io, depth: 4, parallel: 1, coalesce: {threshold: 2, time: 100us}}");
        script.nextNs = 100_010;
        queue.submitted(4);
        fire(10, () -> queue.posted(1));
        fire(100_010, () -> script.sink.raise(0));
        assertEquals("its work was held back (moderation) for 0 ns, and that of its queues for 100000",
            model.brokenLaw());
        script.heldNs = 100_000;
        assertNull(model.brokenLaw());
    }

    @Test
    void shouldFindAnInterruptWithoutAReasonAndOneThatIsLate()
    {
        final String traffic =
            "count: 1, events: 1, traffic: {kind: io, depth: 4, parallel: 1, coalesce: {threshold: 2, time: 100us}}";
        final QueueSeam early = device(traffic);
        early.submitted(4);
        script.nextNs = 100_010;
        fire(10, () -> early.posted(1));
        fire(100_009, () -> script.sink.raise(0));
        assertBroken("before its threshold and its time");

        final QueueSeam late = device(traffic);
        late.submitted(4);
        script.nextNs = 100_011;
        fire(10, () -> late.posted(1));
        assertBroken("has to act at 100010 ns, and its device goes on at 100011 ns");
    }

    @Test
    void shouldFindAQueueWhoseDeviceGoesOnLateForAnotherOne()
    {
        final String traffic =
            "count: 1, events: 4, traffic: {kind: io, depth: 4, parallel: 1, coalesce: {threshold: 2, time: 100us}}";
        final long overNs = 100_010;
        for (final long announcedNs : new long[] {overNs, overNs + 1})
        {
            final QueueSeam other = device(traffic);
            final QueueSeam queue = law.queue(3);
            queue.submitted(4);
            script.nextNs = overNs;
            fire(10, () -> queue.posted(1));
            script.nextNs = announcedNs;
            fire(20, () -> other.submitted(4));
            assertNull(laws.broken());
            fire(100_500, () -> script.sink.raise(3));              // a busy host calls it late

            assertEquals(announcedNs > overNs, laws.broken() != null, laws.broken());
        }
        assertBroken("it goes on 1 ns after its time since the first of 1 completion was over, and interrupts then");
    }

    @Test
    void shouldFindARequestThatIsLeftBehindOthersWhoseTimesEndLater()
    {
        final QueueSeam queue = device("count: 1, events: 1, traffic: {kind: io, depth: 2, parallel: 1}");
        queue.submitted(2);
        queue.timed(0, 10);
        queue.timed(1, 20);
        script.nextNs = 21;
        fire(20, () -> queue.timeOver(0));

        assertNull(laws.broken());
        fire(20, () -> queue.timed(0, 30));
        fire(30, () -> queue.timeOver(0));                          // compared with itself
        fire(30, () -> queue.timed(0, 40));
        fire(40, () -> queue.timeOver(0));

        assertBroken("request 0, whose time was over at 40 ns, goes on before request 1, whose was at 20 ns");
    }

    @Test
    void shouldFindARequestThatGoesOnBeforeItsTime()
    {
        final QueueSeam queue = device("count: 1, events: 1, traffic: {kind: io, depth: 1}");
        queue.submitted(1);
        queue.timed(0, 10);
        fire(9, () -> queue.timeOver(0));

        assertBroken("request 0 has a time until 10 ns, and goes on at 9 ns");
    }

    @Test
    void shouldFindADriverThatForgetsACompletion()
    {
        final QueueSeam queue = device("count: 1, events: 1, traffic: {kind: io, depth: 4, parallel: 1}");
        queue.submitted(4);
        fire(10, () ->
        {
            queue.posted(1);
            script.sink.raise(0);
        });
        handle(20, () -> { });

        assertBroken("a handler has ended with 0 requests taken of 1 that were posted");
    }

    @Test
    void shouldFindAPacketThatVanishesAndAnInterruptThatIsNotSent()
    {
        final String traffic = "count: 1, events: 1, traffic: {kind: packets, rate: 10k, moderation: none}";
        final QueueSeam queue = device(traffic);
        queue.moderated(0, Integer.MAX_VALUE);
        queue.gap(0, 100);
        queue.gap(0, 100);
        fire(200, () -> script.sink.raise(0));
        assertNull(laws.broken());
        model.acknowledged(250, 0);
        script.act = () -> queue.taken(1);
        model.prolongedNs(250, 0);
        assertBroken("a poll has found 1 packets, and 2 of 2 are in the ring");

        final QueueSeam silent = device(traffic);
        silent.moderated(0, Integer.MAX_VALUE);
        silent.gap(0, 100);
        script.nextNs = 200;
        fire(100, () -> silent.gap(0, 100));
        assertBroken("has to act at 100 ns, and its device goes on at 200 ns");
    }

    @Test
    void shouldFindABufferThatWaitsAndNobodyIsNotifiedOf()
    {
        final QueueSeam queue = device("count: 1, events: 1, traffic: {kind: virtio, depth: 2}");
        queue.submitted(2);
        fire(10, () ->
        {
            queue.posted(1);
            script.sink.raise(0);
        });
        fire(11, () -> queue.posted(1));                            // notifications are off
        assertNull(laws.broken());
        handle(20, () ->
        {
            law.completed(0, 20);
            law.completed(0, 20);
            queue.submitted(2);
        });
        assertNull(laws.broken());
        fire(30, () -> queue.posted(1));

        assertBroken("1 used buffer waiting, notifications are on, and none is sent");
    }

    @Test
    void shouldFindARequestThatIsInNoServiceThoughNoneHasToWait()
    {
        final QueueSeam queue = device("count: 1, events: 1, traffic: {kind: io, depth: 1, parallel: 1}");
        queue.submitted(1);
        queue.timed(0, 10);
        fire(10, () ->
        {
            queue.timeOver(0);
            script.sink.raise(0);                                   // its completion comes later: this is no end yet
        });

        assertBroken("lost: 1 requests were submitted and are not complete, and 0 are in service");
    }

    @Test
    void shouldFindAnEntryThatNamesARequestInService()
    {
        final QueueSeam queue = device("count: 1, events: 1, traffic: {kind: io, depth: 2, parallel: 1}");
        queue.submitted(2);
        queue.timed(0, 10);
        fire(10, () ->
        {
            queue.timeOver(0);
            queue.posted(1);
            script.sink.raise(0);
        });
        queue.claimed(0);                                           // it is complete
        assertNull(laws.broken());
        handle(20, () -> queue.claimed(1));

        assertBroken("invented: request 1 is taken as complete, and its device has not completed it");
    }

    @Test
    void shouldFindBuffersThatNobodyServes()
    {
        final QueueSeam queue = device("count: 1, events: 1, traffic: {kind: virtio, depth: 2}");
        queue.submitted(2);
        queue.timed(1, 10);
        fire(10, () ->
        {
            queue.posted(1);
            script.sink.raise(0);
        });

        assertBroken("lost: 1 buffer available, and the device serves none");
    }

    @Test
    void shouldFindATickThatIsLeftOutAndAWireThatIsNotRaised()
    {
        final QueueSeam timer = device("traffic: {kind: timer, hz: 1000}");
        timer.armed(500);
        fire(500, () ->
        {
            timer.expired(0);
            timer.armed(1_000_500);
            script.sink.raise(0);
        });
        fire(1_000_500, () ->
        {
            timer.expired(0);                                       // its wire is high
            timer.armed(2_000_500);
        });
        handle(1_100_000, () -> { });
        assertNull(laws.broken());
        assertEquals(1, counts().get("timer.merged"));
        fire(2_000_500, () ->
        {
            timer.expired(0);
            timer.armed(4_000_500);
            script.sink.raise(0);
        });
        assertBroken("its expiry 3 comes at 4000500 ns, which is not at its rate");

        final QueueSeam silent = device("traffic: {kind: timer, hz: 1000}");
        silent.armed(500);
        fire(500, () ->
        {
            silent.expired(0);
            silent.armed(1_000_500);
        });
        assertBroken("it expires with its wire low, and does not raise it");

        device("traffic: {kind: timer, hz: 1000}");
        model.acknowledged(10, 0);
        assertBroken("its handler begins, and its wire is low");
    }

    @Test
    void shouldFindALineThatFallsThoughADeviceWantsIt()
    {
        final QueueSeam line = device("count: 2, events: 1, traffic: {kind: line, rate: 10k, share: 2}");
        line.gap(0, 100);
        line.gap(1, 120);
        script.nextNs = 120;
        fire(100, () ->
        {
            line.expired(0);
            line.gap(0, 10_000);
            script.sink.raise(0);
        });
        model.acknowledged(110, 0);
        fire(120, () ->
        {
            line.expired(1);
            line.gap(1, 10_000);
        });
        script.isHigh = true;
        model.staysHigh(0);
        assertNull(laws.broken());
        script.isHigh = false;
        model.staysHigh(0);

        assertBroken("the line falls after its handler, and 1 of its devices want it");
    }

    @Test
    void shouldFindABroadcastWithoutATargetAndASenderThatGoesOnTooEarly()
    {
        device("traffic: {kind: ipi, kinds: 2}");
        final SenderModel all = (SenderModel)model;
        all.running(0, 0, true);
        script.act = () ->
        {
            script.sends.send(0, 3 + 1, 10);
            script.sends.send(0, 3 + 2, 10);
        };
        all.send(10, NOBODY);
        all.acknowledged(20, 3 + 1);
        script.free = SenderModel.NONE;
        all.released();
        assertNull(laws.broken());
        script.free = 0;
        all.released();
        assertBroken("vCPU 0 goes on, and 1 vCPUs have not acknowledged what it has sent");

        device("traffic: {kind: ipi, kinds: 2}");
        final SenderModel some = (SenderModel)model;
        some.running(0, 0, true);
        script.act = () -> script.sends.send(0, 3 + 1, 10);
        some.send(10, NOBODY);
        assertBroken("vCPU 0 sends kind 1 to 1 of 2 others");

        device("traffic: {kind: ipi, kinds: 2}");
        script.act = () -> script.sends.wake(0);
        ((SenderModel)model).send(10, NOBODY);
        assertNull(laws.broken());
        script.act = () -> { };
        ((SenderModel)model).send(20, NOBODY);
        assertBroken("an IPI was due, and went to nobody");
    }

    @Test
    void shouldFindAHandlerOfWhichAModelIsNotTold()
    {
        device("count: 1, events: 1, traffic: {kind: io, depth: 1}");
        final TrafficModel drive = laws.watched(0, shape, new DevicePlace(1, 3, new SplittableRandom(1)), () -> 0);
        laws.begun(0, 0, 10);
        laws.ended(0, 0, 10);
        assertNull(laws.broken(), "the device has raised nothing yet: the handler is of an earlier run");
        drive.fire(drive.nextNs(), event -> { });
        final long nowNs = drive.nextNs() == TrafficModel.NEVER ? 1_000_000 : drive.nextNs();
        drive.acknowledged(nowNs, 0);
        laws.begun(0, 0, nowNs);
        assertNull(laws.broken());
        laws.ended(0, 0, nowNs + 5);

        assertBroken("its handler ended, and its source was not notified");
    }
}
