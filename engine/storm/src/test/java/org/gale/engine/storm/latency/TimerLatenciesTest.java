package org.gale.engine.storm.latency;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.machine.Outputs;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.ModelShape;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Signal;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.PrivateTimers;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.HostShapes;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Timers of two VMs with three VPEs, whose LPIs are 8, 9 and 10 behind those of two devices with four events. */
class TimerLatenciesTest
{
    private static final Topology TOPOLOGY = Topology.of(HostShapes.config(List.of(new VmShape("all", 2, 3, List.of(
        HostShapes.device("disk", 2, 4),
        new DeviceShape("timer", 1, 3, DeviceShape.Target.SPREAD, DeviceShape.SPREAD,
            new ModelShape("timer", SettingValues.NONE, null, Signal.PRIVATE_WIRE)))))), 8192);
    private static final int VM = 1;
    private static final int VPE = 1;
    private static final int PE = 4;
    private static final int VCPU = 4;
    private static final int PPI = Intid.of(Intid.TYPE_PPI, PrivateTimers.PPI);
    private static final long INTENDED_NS = 1_000;
    private static final long RAISED_NS = 1_200;
    private static final long NOW_NS = 1_500;
    /** Stamps of 22 LPIs and of the batches of the largest frame, 8192 / 3. */
    private static final int SLOTS = 22 + 2_730;

    private final PrivateTimers timers = new PrivateTimers(TOPOLOGY);
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[64]);
    private final Outputs outputs = new Outputs();
    private LatencyRecorder recorder = new LatencyRecorder(TOPOLOGY, 1, () -> 0);

    @AfterEach
    void close()
    {
        outputs.close();
    }

    @Test
    void shouldMeasureTheTimerOfAGuestThatWasThere()
    {
        recorder.sequence(() -> 41);
        recorder.rises(VCPU, INTENDED_NS, RAISED_NS);
        acknowledge(PE, NOW_NS);

        assertEquals("response=500 late=200 queued=0 translated=0 signalled=0 acknowledged=300 deactivated=0",
            latencies());
        assertEquals(300, recorder.responses().histograms().service().getMaxValue());
        assertEquals(List.of(0L, 1L), perVm());
        assertEquals(List.of(new Outlier(41, VM, Outlier.timer(VPE), INTENDED_NS,
            new Outlier.Batch(RAISED_NS, RAISED_NS, RAISED_NS, RAISED_NS), RAISED_NS, NOW_NS)),
            recorder.responses().outliers());
        assertEquals(0, recorder.unstamped());
    }

    @Test
    void shouldMeasureTheWakeOfAGuestThatIsEnteredForItsTimer()
    {
        recorder.rises(VCPU, INTENDED_NS, RAISED_NS);
        enter(VPE, RAISED_NS + 100);
        acknowledge(PE, NOW_NS);

        assertEquals("response=500 late=200 queued=0 translated=0 signalled=0 woken=100 acknowledged=200 " +
            "deactivated=0", latencies());
    }

    @Test
    void shouldMeasureNoWakeOfAGuestThatIsEnteredWhenItsWireRises()
    {
        recorder.rises(VCPU, INTENDED_NS, RAISED_NS);
        enter(VPE, RAISED_NS);
        acknowledge(PE, NOW_NS);

        assertEquals("response=500 late=200 queued=0 translated=0 signalled=0 acknowledged=300 deactivated=0",
            latencies());
    }

    @Test
    void shouldMeasureNoWakeOfAGuestThatWasThereFromTheStartWhereTheClockIsBelowZero()
    {
        recorder.rises(VCPU, -1_000, -800);
        acknowledge(PE, -500);

        assertEquals("response=500 late=200 queued=0 translated=0 signalled=0 acknowledged=300 deactivated=0",
            latencies());
    }

    @Test
    void shouldMeasureEachRiseOnce()
    {
        acknowledge(PE, NOW_NS);
        recorder.rises(VCPU, INTENDED_NS, RAISED_NS);
        acknowledge(PE, NOW_NS);
        acknowledge(PE, NOW_NS + 1);

        assertEquals(List.of(0L, 1L), perVm());
    }

    @Test
    void shouldFindTheTimersAmongOtherOutputs()
    {
        recorder.rises(VCPU, INTENDED_NS, RAISED_NS);
        recorder.rises(VCPU + 1, INTENDED_NS, RAISED_NS);
        outputs.signal(PE, PPI);
        outputs.acknowledged(PE, Intid.of(Intid.TYPE_LPI, 8192 + 9));             // which stands for the timer
        outputs.result(2L << 60 | (long)PE << 44 | Integer.toUnsignedLong(PPI));    // an ACK, were it a first word
        recorder.applied(outputs, NOW_NS);
        assertEquals(List.of(0L, 0L), perVm());

        outputs.acknowledged(PE + 1, PPI);
        recorder.applied(outputs, NOW_NS + 7);

        assertEquals(List.of(0L, 1L), perVm());
        assertEquals(507, recorder.responses().histograms().response().getMaxValue());
    }

    @Test
    void shouldForgetTurnsThatTookNothing()
    {
        turn();
        recorder.applied(outputs, RAISED_NS);
        recorder.rises(VCPU + 1, INTENDED_NS, RAISED_NS);
        enter(VPE + 1, RAISED_NS + 10);
        acknowledge(PE, NOW_NS);

        assertEquals(Outlier.timer(VPE + 1), recorder.responses().outliers().get(0).lpiId());
    }

    @Test
    void shouldLeaveOutTimersThatWereDueBeforeItBegan()
    {
        recorder.begin(INTENDED_NS);
        recorder.rises(VCPU, INTENDED_NS - 1, RAISED_NS);
        acknowledge(PE, NOW_NS);
        assertEquals("", latencies());
        assertEquals(List.of(0L, 0L), perVm());

        recorder.rises(VCPU, INTENDED_NS, RAISED_NS);
        acknowledge(PE, NOW_NS);

        assertEquals("response=500 late=200 queued=0 translated=0 signalled=0 acknowledged=300 deactivated=0",
            latencies());
        assertEquals(List.of(0L, 1L), perVm());
    }

    @Test
    void shouldSampleTimersByTheEventsThatStandForThem()
    {
        final AtomicLong sequence = new AtomicLong();
        recorder = new LatencyRecorder(TOPOLOGY, 4, () -> 0);
        recorder.sequence(sequence::get);
        recorder.responses().keepOutliers(100);
        final List<String> expected = new ArrayList<>();
        for (int command = 1; command < 20; command++)
        {
            sequence.set(command);
            for (int vcpu = 3; vcpu < 6; vcpu++)
            {
                recorder.rises(vcpu, INTENDED_NS, RAISED_NS);
                acknowledge(vcpu, NOW_NS);
                final int lpi = timers.lpi(vcpu);
                if (SampleHash.isDrawn(TOPOLOGY.deviceOfLpi(1, lpi), TOPOLOGY.eventOfLpi(1, lpi), command,
                    SampleHash.limit(4)))
                {
                    expected.add(command + " of VPE " + TOPOLOGY.vpeId(vcpu));
                }
            }
        }

        assertTrue(expected.size() > 3);
        assertEquals(expected, recorder.responses().outliers().stream().sorted(Comparator.comparing(Outlier::command)
            .thenComparing(Outlier::vpe)).map(one -> one.command() + " of VPE " + one.vpe()).toList());
        assertEquals(0, recorder.unstamped(), "of those that are not sampled");
    }

    @Test
    void shouldCountWhatFindsNoStamps()
    {
        for (int i = 0; i < SLOTS; i++)
        {
            recorder.rises(i % 3, INTENDED_NS, RAISED_NS);
        }
        assertEquals(0, recorder.unstamped());

        recorder.rises(VCPU, INTENDED_NS, RAISED_NS);
        assertEquals(1, recorder.unstamped());
        final int end = Commands.time(frame, 0, INTENDED_NS, INTENDED_NS);
        frame.putLong(end, Commands.msi(0, 1, 0));
        recorder.drained(frame, 0, end + Long.BYTES, RAISED_NS);
        assertEquals(2, recorder.unstamped());
        acknowledge(PE, NOW_NS);
        assertEquals(List.of(0L, 0L), perVm());

        recorder.begin(NOW_NS);
        assertEquals(0, recorder.unstamped());
    }

    /** Enters a vCPU of the VM on the PE, and gives it a turn. */
    private void enter(final int vpe, final long nowNs)
    {
        final int end = KvmVerb.RUN.encode(frame, 0, 0, VM, vpe, PE);
        frame.putLong(end, Commands.turn(PE, 1));
        recorder.scheduled(frame, 0, end + Long.BYTES, nowNs);
    }

    private void turn()
    {
        frame.putLong(0, Commands.turn(PE, 1));
        recorder.scheduled(frame, 0, Long.BYTES, 0);
    }

    private void acknowledge(final int pe, final long nowNs)
    {
        outputs.acknowledged(pe, PPI);
        recorder.applied(outputs, nowNs);
        outputs.clear();
    }

    /** Returns the response and the stages of the only interrupt, or nothing without one. */
    private String latencies()
    {
        final Map<String, Histogram> stages = recorder.responses().histograms().stages();
        final Histogram response = recorder.responses().histograms().response();
        stages.forEach((name, stage) -> assertEquals(response.getTotalCount(), stage.getTotalCount(), name));

        return response.getTotalCount() == 0 ? "" : "response=" + response.getMaxValue() + " " +
            stages.entrySet().stream().map(stage -> stage.getKey() + "=" + stage.getValue().getMaxValue())
                .collect(Collectors.joining(" "));
    }

    private List<Long> perVm()
    {
        return recorder.responses().histograms().responseByVm().stream().map(Histogram::getTotalCount).toList();
    }
}
