package org.gale.engine.storm.virtual;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.gale.engine.command.Commands;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.profile.VectorSettings;
import org.gale.engine.storm.result.AskedActions;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.ActionRate;
import org.gale.engine.storm.scenario.Affinity;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.scenario.LaterKind;
import org.gale.engine.storm.scenario.LaterWork;
import org.gale.engine.storm.scenario.MoveOrder;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.SoftirqRules;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.support.FaultyCommands;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.operand.GicCdAff;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.gale.engine.storm.virtual.VirtualStorms.config;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

/** Tests of guests that move their vectors: vCPUs by hand, and nothing is lost. */
@Tag("P13")
class MovingVectorsTest
{
    private static final long MS = 1_000_000;
    private static final int MASK = 20;
    private static final Affinity ROUND = new Affinity(10 * MS, Affinity.Policy.ROUND, MoveOrder.RIGHT);

    private final List<Long> movesNs = new ArrayList<>();
    private final List<Long> moved = new ArrayList<>();             // operands
    private long nowNs;

    private static GuestShape guest(final long handlerNs, final LaterWork later, final Affinity affinity)
    {
        return new GuestShape(Distribution.constant(handlerNs), MASK, false, false, GuestShape.Wfi.AUTO, later,
            SoftirqRules.DEFAULT, affinity);
    }

    private static DeviceShape device(final String name, final int events, final DeviceShape.Target target,
        final double ratePerS)
    {
        return new DeviceShape(name, 1, events, target, 10, new OpenStream(ratePerS, false));
    }

    /** Runs a storm, and notes the PE of each acknowledge of a guest that is signalled, and the times of moves. */
    private StormResult run(final List<Integer> pes, final long count, final int vpes, final GuestShape guest,
        final DeviceShape... devices)
    {
        return run(pes, count, SettingValues.NONE, new VmShape("vm", 1, vpes, List.of(devices), guest));
    }

    private StormResult run(final List<Integer> pes, final long count, final SettingValues own, final VmShape group)
    {
        return run(pes, count, own, group, CostModel.of(CostModel.ZERO));
    }

    private StormResult run(final List<Integer> pes, final long count, final SettingValues own, final VmShape group,
        final CostModel costs)
    {
        final StormConfig storm = config(count, group.vpes(), group);
        final StormResult result = VirtualStorms.run(storm,
            new ResidentWorkload(storm, MachineConfig.DEFAULT, own), costs,
            machine -> FaultyCommands.of(machine, (to, frame, offset) ->
            {
                final long word = frame.getLong(offset);
                final boolean isInstruction = CommandWord.opcode(word) == CommandWord.INSN;
                nowNs = CommandWord.opcode(word) == CommandWord.TIME ? frame.getLong(offset + Long.BYTES) : nowNs;
                if (isInstruction && Commands.code(word) == GicInstruction.CDAFF.code())
                {
                    movesNs.add(nowNs);
                    moved.add(frame.getLong(offset + Long.BYTES));
                }
                if (isInstruction && Commands.code(word) == GicInstruction.CDIA.code() &&
                    to.virqs().next(Commands.pe(word)) == Commands.pe(word))
                {
                    pes.add(Commands.pe(word));
                }

                return false;
            }));
        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertEquals(0, result.totals().accounting().remainder());

        return result;
    }

    private static AskedActions moves(final StormResult result)
    {
        return result.totals().actions().kinds().get(0);
    }

    /** Tests that the first vCPU has the vector of the second one while that is offline, from 10 to 13 ms and so on. */
    @Test
    void shouldSpreadTheVectorsOfAVcpuWhileItIsOffline()
    {
        final List<Integer> pes = new ArrayList<>();
        final Affinity offline = new Affinity(0, Affinity.Policy.ROUND, MoveOrder.RIGHT,
            new Affinity.Offline(10 * MS, 3 * MS));

        final StormResult result = run(pes, 40, 2, guest(1_000, LaterWork.NONE, offline),
            device("nic", 2, DeviceShape.Target.VECTOR, 1_000));

        assertEquals(LongStream.of(10, 13, 20, 23, 30, 33).map(ms -> ms * MS).boxed().toList(), movesNs);
        assertEquals(6, moves(result).completed());
        final List<Outlier> interrupts = VirtualStorms.interrupts(result);
        final long firstLpi = interrupts.stream().mapToLong(Outlier::lpiId).min().orElseThrow();
        for (int i = 0; i < 40; i++)
        {
            final boolean isOnline = i < 10 || i % 10 >= 3;
            assertEquals(isOnline ? interrupts.get(i).lpiId() - firstLpi : 0, pes.get(i).longValue(), "interrupt " + i);
        }
    }

    /** Tests that after each seventh event a vector goes to another vCPU, which takes its interrupts from then on. */
    @Test
    void shouldMoveAVectorThatIsDrawnAfterEachSeventhEvent()
    {
        final List<Integer> pes = new ArrayList<>();

        final StormResult result = run(pes, 100, SettingValues.NONE.with(VectorSettings.MOVES, new ActionRate(1, 7)),
            new VmShape("vm", 1, 3, List.of(device("nic", 2, DeviceShape.Target.VECTOR, 1_000)),
            guest(1_000, LaterWork.NONE, Affinity.NONE)));

        // An event each ms from 0 on: moves at 6, 13, ... 97 ms. What is raised as its vector moves goes along.
        assertEquals(LongStream.range(0, 14).map(i -> (6 + 7 * i) * MS).boxed().toList(), movesNs);
        assertEquals(14, moves(result).due());
        assertEquals(14, moves(result).completed());
        final List<Outlier> interrupts = VirtualStorms.interrupts(result);
        final long firstLpi = interrupts.stream().mapToLong(Outlier::lpiId).min().orElseThrow();
        final int[] homes = {0, 1};
        for (int i = 0; i < 100; i++)
        {
            if (i % 7 == 6)
            {
                final long operand = moved.get(i / 7);
                final int vector = (int)(Intid.id((int)operand) - firstLpi);
                assertNotEquals(homes[vector], GicCdAff.iaffid(operand), "move after event " + i);
                homes[vector] = GicCdAff.iaffid(operand);
            }
            assertEquals(homes[(int)(interrupts.get(i).lpiId() - firstLpi)], pes.get(i), "interrupt " + i);
        }
    }

    /** Tests that the vCPU which moves a vector has the time of the move, and takes its interrupts later. */
    @Test
    void shouldSpendTheTimeOfAMoveOnTheVcpuThatMoves()
    {
        final List<Integer> pes = new ArrayList<>();

        final StormResult result = run(pes, 10, SettingValues.NONE.with(VectorSettings.MOVES, new ActionRate(1, 1)),
            new VmShape("vm", 1, 2, List.of(device("one", 1, DeviceShape.Target.VECTOR, 1_000)),
            guest(1_000, LaterWork.NONE, Affinity.NONE)),
            CostModel.of(CostModel.ZERO).with(Cost.MOVE, Distribution.constant(3_000)));

        // At each ms the first vCPU moves the vector to the other vCPU for 3 us. From 1 to 0 it takes what is moved.
        final List<Outlier> interrupts = VirtualStorms.interrupts(result);
        for (int i = 0; i < 10; i++)
        {
            assertEquals((i + 1) % 2, pes.get(i), "interrupt " + i);
            assertEquals(i % 2 == 0 ? 0 : 3_000, interrupts.get(i).responseNs(), "interrupt " + i);
        }
        assertEquals(10 * 3_000, result.model().peNs().get("guest"));
    }

    /** Tests that a move by translation entry gives a vector its other LPI, and costs its own time. */
    @Tag("B-ITS-8")
    @Test
    void shouldGiveAVectorItsOtherLpiByTheEntryOfItsEvent()
    {
        final List<Integer> pes = new ArrayList<>();
        final Affinity byEntry =
            new Affinity(0, Affinity.Policy.ROUND, MoveOrder.RIGHT, Affinity.Way.ENTRY, Affinity.Offline.NEVER);

        final StormResult result = run(pes, 10, SettingValues.NONE.with(VectorSettings.MOVES, new ActionRate(1, 1)),
            new VmShape("vm", 1, 2, List.of(device("one", 1, DeviceShape.Target.VECTOR, 1_000)),
            guest(1_000, LaterWork.NONE, byEntry)), CostModel.of(CostModel.ZERO)
            .with(Cost.MOVE_ENTRY, Distribution.constant(3_000)).with(Cost.MOVE, Distribution.constant(50_000)));

        // As by its LPI: each event is pending as its vector moves, and is carried to the LPI of the other vCPU.
        final List<Outlier> interrupts = VirtualStorms.interrupts(result);
        for (int i = 0; i < 10; i++)
        {
            assertEquals((i + 1) % 2, pes.get(i), "interrupt " + i);
            assertEquals((i + 1) % 2, Intid.id((int)(long)moved.get(i)), "LPI of move " + i);
            assertEquals((i + 1) % 2, GicCdAff.iaffid(moved.get(i)), "target of move " + i);
            assertEquals(i % 2 == 0 ? 0 : 3_000, interrupts.get(i).responseNs(), "interrupt " + i);
        }
        assertEquals(10 * 3_000, result.model().peNs().get("guest"));
        assertEquals(10, result.totals().accounting().offered());
        assertEquals(0, result.totals().accounting().rejected().get(StormAccounting.WITHDRAWN_CLEARED));
    }

    /** Tests that a vector whose handler runs moves by its LPI: the other one would be signalled meanwhile. */
    @Tag("B-INT-18")
    @Test
    void shouldMoveAnActiveLpiByItsTarget()
    {
        final List<Integer> pes = new ArrayList<>();
        final Affinity byEntry =
            new Affinity(10 * MS, Affinity.Policy.ROUND, MoveOrder.RIGHT, Affinity.Way.ENTRY, Affinity.Offline.NEVER);

        final StormResult result = run(pes, 2, 2, guest(11 * MS, LaterWork.NONE, byEntry),
            device("one", 1, DeviceShape.Target.VECTOR, 200));

        // At 0 and 5 ms. The second one waits for the end of the first, and has moved at 10 ms.
        assertEquals(List.of(0, 1), pes);
        assertEquals(0, Intid.id((int)(long)moved.get(0)));
        assertEquals(11 * MS - 5 * MS, VirtualStorms.interrupts(result).get(1).responseNs());
    }

    /** Tests that at each end of a period the vector goes to the next vCPU, in a ring. */
    @Test
    void shouldGiveEachVectorTheNextVcpuAtTheEndOfEachPeriod()
    {
        final List<Integer> pes = new ArrayList<>();

        final StormResult result = run(pes, 100, 3, guest(1_000, LaterWork.NONE, ROUND),
            device("nic", 2, DeviceShape.Target.VECTOR, 1_000));

        // An event each ms from 0 on; event n of the device begins at vCPU n, and moves at 10, 20, ... 90 ms.
        assertEquals(100, pes.size());
        final List<Outlier> interrupts = VirtualStorms.interrupts(result);
        for (int i = 0; i < 100; i++)
        {
            assertEquals((interrupts.get(i).lpiId() % 2 + i / 10) % 3, pes.get(i), "interrupt " + i);
        }
        assertEquals(2 * 9, moves(result).due());
        assertEquals(2 * 9, moves(result).completed());
    }

    /** Tests that a period without an event moves nothing, and that the ones after it end at multiples of it. */
    @Test
    void shouldRestWhileNoEventComes()
    {
        final List<Integer> pes = new ArrayList<>();

        final StormResult result = run(pes, 4, 4, guest(1_000, LaterWork.NONE, ROUND),
            device("slow", 1, DeviceShape.Target.VECTOR, 40));

        // At 0, 25, 50 and 75 ms: moves at 10, 30 and 60 ms.
        assertEquals(List.of(10 * MS, 30 * MS, 60 * MS), movesNs);
        assertEquals(List.of(0, 1, 2, 3), pes);
        assertEquals(3, moves(result).completed());
    }

    /** Tests that what has come while its handler runs on the old vCPU is taken by the new one, once that ends. */
    @ParameterizedTest
    @CsvSource({"NONE, 11000000", "SOFTIRQ, 11000000", "THREAD, 11200000"})
    void shouldTakeAnActiveInterruptOnTheNewVcpuWhenItEnds(final LaterKind kind, final long endNs)
    {
        final LaterWork later = kind == LaterKind.NONE ? LaterWork.NONE :
            new LaterWork(kind, Distribution.ZERO, Distribution.constant(200_000));
        final List<Integer> pes = new ArrayList<>();

        final StormResult result = run(pes, 2, 2, guest(11 * MS, later, ROUND),
            device("one", 1, DeviceShape.Target.VECTOR, 200));

        // At 0 and 5 ms. The second one waits for the end of the first, and has moved at 10 ms.
        assertEquals(List.of(0, 1), pes);
        assertEquals(endNs - 5 * MS, VirtualStorms.interrupts(result).get(1).responseNs());
    }

    /** Tests that an interrupt that waits for another handler goes with its vector, and is taken at once. */
    @Test
    void shouldTakeAnInterruptThatWaitsAsItMoves()
    {
        final List<Integer> pes = new ArrayList<>();

        final StormResult result = run(pes, 3, 2, guest(11 * MS, LaterWork.NONE, ROUND),
            device("early", 1, DeviceShape.Target.of(0), 1), device("late", 1, DeviceShape.Target.of(0), 1));

        // Both at 0: the first is handled on vCPU 0, the second one waits until it moves to vCPU 1 at 10 ms.
        assertEquals(List.of(0, 1), pes.subList(0, 2));
        assertEquals(10 * MS, VirtualStorms.interrupts(result).get(1).responseNs());
    }

    /** Tests that the busiest vectors of a period go to the vCPUs with the least load, and balanced ones stay. */
    @Test
    void shouldGiveTheBusiestVectorsToTheLeastLoadedVcpus()
    {
        final List<Integer> pes = new ArrayList<>();
        final Affinity load = new Affinity(10 * MS, Affinity.Policy.LOAD, MoveOrder.RIGHT);

        final StormResult result = run(pes, 1_000, 3, guest(1_000, LaterWork.NONE, load),
            device("slow", 1, DeviceShape.Target.of(2), 1_000), device("mean", 1, DeviceShape.Target.of(2), 2_000),
            device("fast", 1, DeviceShape.Target.of(2), 4_000), device("quiet", 1, DeviceShape.Target.of(2), 0.001));

        // In 10 ms 10, 20, 40 and 1 interrupts: the fast one stays on 2, the mean one goes to 0, the slow one to 1,
        // and the quiet one, of the first period alone, to 1, which has 10. From 20 ms on nothing moves.
        assertEquals(3, moves(result).completed());
        final int firstOfThird = 3 + 2 * 70 - 2;
        final List<Integer> third = pes.subList(firstOfThird, firstOfThird + 70);
        assertEquals(20, third.stream().filter(pe -> pe == 0).count());
        assertEquals(10, third.stream().filter(pe -> pe == 1).count());
        assertEquals(40, third.stream().filter(pe -> pe == 2).count());
    }

    /** Tests that interrupts which the mask of a guest holds back move with their vectors, and the run ends. */
    @Test
    void shouldEndWithInterruptsThatAMaskHoldsBack()
    {
        final List<Integer> pes = new ArrayList<>();

        final StormResult result = run(pes, 40, 2, guest(1_000, LaterWork.NONE, ROUND),
            new DeviceShape("masked", 1, 1, DeviceShape.Target.VECTOR, MASK + 1, new OpenStream(1_000, false)),
            device("taken", 1, DeviceShape.Target.VECTOR, 1_000));

        assertEquals(20, pes.size());
        assertEquals(1, result.totals().accounting().pending());
        // Events until 19 ms: both vectors move at 10 and 20 ms, and the guest rests at 30 ms.
        assertEquals(4, moves(result).completed());
    }
}
