package org.gale.engine.storm.virtual;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.command.Commands;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.model.TrafficKinds;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.result.AskedActions;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.Affinity;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.scenario.LaterWork;
import org.gale.engine.storm.scenario.ModelShape;
import org.gale.engine.storm.scenario.MoveOrder;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.SoftirqRules;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StreamShape;
import org.gale.engine.storm.scenario.TrafficKind;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.support.FaultyCommands;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.operand.GicInstruction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.gale.engine.storm.virtual.VirtualStorms.config;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of managed vectors, which stay on a vCPU that goes offline: queues by hand, and nothing is lost. */
@Tag("P13")
class ManagedVectorsTest
{
    private static final long US = 1_000;
    private static final long MS = 1_000_000;
    private static final int MASK = 20;

    private final List<Integer> pes = new ArrayList<>();            // of acknowledges
    private final List<Long> acknowledgedNs = new ArrayList<>();
    private int moves;
    private long nowNs;

    /** Runs a guest of two vCPUs, of which the second one has the vector and is offline for 3 of 10 ms. */
    private StormResult run(final long count, final StreamShape stream)
    {
        final Affinity managed = new Affinity(0, Affinity.Policy.ROUND, MoveOrder.RIGHT,
            new Affinity.Offline(10 * MS, 3 * MS, true));
        final GuestShape guest = new GuestShape(Distribution.constant(US), MASK, false, false, GuestShape.Wfi.AUTO,
            LaterWork.NONE, SoftirqRules.DEFAULT, managed);
        final StormConfig storm = config(count, 2, new VmShape("vm", 1, 2,
            List.of(new DeviceShape("one", 1, 1, DeviceShape.Target.of(1), 10, stream)), guest));
        final StormResult result = VirtualStorms.run(storm,
            new ResidentWorkload(storm, MachineConfig.DEFAULT, SettingValues.NONE), CostModel.of(CostModel.ZERO),
            machine -> FaultyCommands.of(machine, (to, frame, offset) ->
            {
                final long word = frame.getLong(offset);
                nowNs = CommandWord.opcode(word) == CommandWord.TIME ? frame.getLong(offset + Long.BYTES) : nowNs;
                if (CommandWord.opcode(word) == CommandWord.INSN)
                {
                    note(Commands.code(word), Commands.pe(word),
                        to.virqs().next(Commands.pe(word)) == Commands.pe(word));
                }

                return false;
            }));
        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertEquals(0, result.totals().accounting().remainder());

        return result;
    }

    private void note(final int code, final int pe, final boolean isSignalled)
    {
        moves += code == GicInstruction.CDAFF.code() ? 1 : 0;
        if (code == GicInstruction.CDIA.code() && isSignalled)
        {
            pes.add(pe);
            acknowledgedNs.add(nowNs);
        }
    }

    private static AskedActions shutdowns(final StormResult result)
    {
        return result.totals().actions().kinds().get(0);
    }

    private static AskedActions waits(final StormResult result)
    {
        return result.totals().actions().kinds().get(1);
    }

    /** Tests that events of an open stream wait from 10 to 13 ms, and so on, and then come to the same vCPU. */
    @Test
    void shouldHoldEventsWhileTheVcpuIsOffline()
    {
        final StormResult result = run(40, new OpenStream(1_000, false));

        // Those of 10, 11 and 12 ms wait, and are one interrupt at 13 ms. That of 13 ms comes while its handler runs.
        assertEquals(0, moves);
        assertEquals(3, shutdowns(result).due());
        assertEquals(3, shutdowns(result).completed());
        assertEquals(9, waits(result).due());
        assertEquals(9, waits(result).completed());
        assertEquals(40, result.totals().accounting().offered());
        assertEquals(6, result.totals().accounting().coalesced());
        assertEquals(34, pes.stream().filter(pe -> pe == 1).count());
        assertEquals(34, pes.size());
        assertEquals(List.of(9 * MS, 13 * MS, 13 * MS + US, 14 * MS), acknowledgedNs.subList(9, 13));
        final List<Outlier> interrupts = VirtualStorms.interrupts(result);
        assertEquals(3 * MS, interrupts.get(10).responseNs());
        assertEquals(US, interrupts.get(11).responseNs());
        assertEquals(0, interrupts.get(12).responseNs());
    }

    /** Tests that a request in flight comes to its end, and the next one is submitted when the vCPU is online. */
    @ParameterizedTest
    @CsvSource({"io, service, coalesce.threshold", "virtio, service.fixed, depth"})
    void shouldEndRequestsBeforeTheVcpuIsOffline(final String kind, final String service, final String one)
    {
        final TrafficKind traffic = TrafficKinds.of(kind);
        final SettingValues given = with(with(with(SettingValues.NONE, traffic, "depth", "1"), traffic, one, "1"),
            traffic, service, "100us");

        final StormResult result = run(200, new ModelShape(kind, traffic.complete(given)));

        // A request takes 101 us. The one of 9.999 ms ends at 10.1 ms, in time for the look then: the vCPU is offline
        // until 13.1 ms. The one of 19.968 ms ends at 20.069 ms: offline from 20.1 to 23.1 ms.
        assertEquals(0, moves);
        assertEquals(2, shutdowns(result).completed());
        assertEquals(2, waits(result).due());
        assertEquals(10 * MS + 99 * US, acknowledgedNs.get(99));
        assertEquals(13 * MS + 200 * US, acknowledgedNs.get(100));
        assertEquals(20 * MS + 68 * US, acknowledgedNs.get(168));
        assertEquals(23 * MS + 200 * US, acknowledgedNs.get(169));
    }

    private static SettingValues with(
        final SettingValues values, final TrafficKind kind, final String name, final String text)
    {
        final Setting<?> setting =
            kind.settings().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();

        return values.withText(setting, text);
    }
}
