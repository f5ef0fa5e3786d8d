package org.gale.engine.storm.virtual;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.config.Outcome;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.model.TrafficKinds;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.AccountingRow;
import org.gale.engine.storm.result.DeviceCounts;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.TrafficKind;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of storms whose vCPUs have timers, which are private interrupts. */
class TimerStormTest
{
    private static final long US = 1_000;
    private static final int RANDOM_STORMS = 60;

    private static DeviceShape timers(final int vpes, final String hz, final String jitter)
    {
        final TrafficKind kind = TrafficKinds.of("timer");
        SettingValues values = SettingValues.NONE;
        for (final Setting<?> setting : kind.settings())
        {
            final String text = setting.name().equals("hz") ? hz : setting.name().equals("jitter") ? jitter : "right";
            values = values.withText(setting, text);
        }

        return new DeviceShape("timer", 1, vpes, DeviceShape.Target.VECTOR, DeviceShape.SPREAD,
            kind.shape(values, vpes, Long.MAX_VALUE, false));
    }

    private static VmShape vms(final int vms, final int vpes, final GuestShape guest, final DeviceShape... devices)
    {
        return new VmShape("vm", vms, vpes, List.of(devices), guest);
    }

    /** Runs a storm with as many PEs as vCPUs. */
    private static StormResult run(
        final String kind,
        final long count,
        final VmShape vms,
        final CostModel costs,
        final UnaryOperator<Machine> wrap)
    {
        return run(kind, count, vms.count() * vms.vpes(), vms, costs, wrap);
    }

    private static StormResult run(
        final String kind,
        final long count,
        final int pes,
        final VmShape vms,
        final CostModel costs,
        final UnaryOperator<Machine> wrap)
    {
        final StormConfig config = VirtualStorms.config(count, pes, vms);
        final Workload workload = kind.equals("kvm") ?
            JobProfiles.ALL.of("overcommit").workload(config, SettingValues.NONE) : new ResidentWorkload(config);

        return VirtualStorms.run(config, workload, costs, wrap);
    }

    private static StormAccounting whole(final StormResult result)
    {
        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        final StormAccounting accounting = result.totals().accounting();
        assertEquals(0, accounting.remainder());
        assertTrue(accounting.vms().stream().allMatch(vm -> vm.account().remainder() == 0),
            accounting.vms().toString());

        return accounting;
    }

    private static Map<String, Long> rows(final StormAccounting accounting)
    {
        final Map<String, Long> rows = new TreeMap<>();
        for (final AccountingRow row : accounting.rows())
        {
            rows.put(row.key(), row.total());
        }
        rows.keySet().removeIf(key -> !key.startsWith("ppis"));

        return rows;
    }

    @ParameterizedTest
    @ValueSource(strings = {"gicv5", "kvm"})
    void shouldTakeEachTickOfEachVcpu(final String kind)
    {
        final StormResult result = run(kind, 400,
            vms(2, 2, VirtualStorms.guest(3 * US, false), timers(2, "1k", "0")), CostModel.DEFAULT, machine -> machine);

        final StormAccounting accounting = whole(result);
        assertEquals(400, accounting.offered());
        assertEquals(400, accounting.delivered());
        assertEquals(Map.of("ppis_raised", 400L, "ppis_acknowledged", 400L, "ppis_pending", 0L), rows(accounting));
        final DeviceCounts counts = result.totals().devices().get(0);
        assertEquals(400, counts.interrupts());
        assertEquals(400, counts.completions());
        assertTrue(result.totals().elapsedNs() > 99_000 * US && result.totals().elapsedNs() < 101_100 * US,
            "100 ticks of 1 ms took " + result.totals().elapsedNs());
    }

    @Test
    void shouldHoldTheWireUntilTheHandlerEndsSoThatTicksMerge()
    {
        // A handler of 2.5 ms holds the wire over two further ticks of 1 ms.
        final StormResult result = run("gicv5", 100,
            vms(1, 1, VirtualStorms.guest(2_500 * US, false), timers(1, "1k", "0")), CostModel.of(CostModel.ZERO),
            machine -> machine);

        final StormAccounting accounting = whole(result);
        assertEquals(100, accounting.delivered());
        assertEquals(0, accounting.coalesced());
        final DeviceCounts counts = result.totals().devices().get(0);
        assertEquals(100, counts.interrupts());
        assertEquals(298, counts.completions());
    }

    @Test
    void shouldTrapOnceForEachHandlerOfKvm()
    {
        // A tick kicks its guest; the guest that moves the comparator exits and enters again, too.
        final StormResult result = run("kvm", 50,
            vms(1, 1, VirtualStorms.guest(10 * US, true), timers(1, "1k", "0")), PathCosts.ALL, machine -> machine);

        whole(result);
        for (final Outlier interrupt : VirtualStorms.interrupts(result))
        {
            assertEquals(Map.of("signalled", PathCosts.KICK + PathCosts.EXIT + PathCosts.ENTER + PathCosts.SIGNAL,
                "woken", 0L, "waiting", 0L, "acknowledged", 0L, "deactivated",
                10 * US + PathCosts.EOI + PathCosts.EXIT + PathCosts.ENTER), PathCosts.stages(interrupt));
        }
        assertEquals(100, result.model().counts().get("exits"));
    }

    /** Loses the rise of one wire: the machine gets a command that lowers it. */
    private static UnaryOperator<Machine> losing(final int number)
    {
        final int[] seen = new int[1];
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[2 * Long.BYTES]);

        return machine -> (Machine)Proxy.newProxyInstance(Machine.class.getClassLoader(), new Class<?>[]{Machine.class},
            (proxy, method, arguments) ->
            {
                final boolean isOne = method.getName().startsWith("apply") && arguments.length == 2 &&
                    isRise((DirectBuffer)arguments[0], (int)arguments[1]) && ++seen[0] == number;
                if (isOne)
                {
                    copy.putBytes(0, (DirectBuffer)arguments[0], (int)arguments[1], 2 * Long.BYTES);
                    lower(copy);
                    machine.apply(copy, 0);

                    return (int)arguments[1] + 2 * Long.BYTES;
                }
                try
                {
                    return method.invoke(machine, arguments);
                }
                catch (final InvocationTargetException ex)
                {
                    throw ex.getCause();
                }
            });
    }

    private static boolean isRise(final DirectBuffer frame, final int at)
    {
        final long word = frame.getLong(at);

        return CommandWord.opcode(word) == CommandWord.WIRE ? Commands.isWireHigh(word) :
            CommandWord.opcode(word) == CommandWord.HOST && KvmVerb.of(word) == KvmVerb.LINE && (word & 1) == 1;
    }

    private static void lower(final UnsafeBuffer command)
    {
        final long word = command.getLong(0);
        if (CommandWord.opcode(word) == CommandWord.HOST)
        {
            command.putLong(0, word & ~1L);
        }
        else
        {
            Commands.wire(
                command, 0, Commands.wireKind(word), Commands.wireOwner(word), (int)command.getLong(8), false);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gicv5", "kvm"})
    void shouldFindATickThatIsLost(final String kind)
    {
        final StormResult result = run(kind, 300,
            vms(2, 2, VirtualStorms.guest(3 * US, false), timers(2, "1k", "0")), CostModel.DEFAULT, losing(100));

        final StormAccounting accounting = result.totals().accounting();
        assertEquals(Outcome.INVARIANT_BROKEN, result.verdict().outcome(), result.verdict().toString());
        assertEquals(1, accounting.remainder());
        assertEquals(1, accounting.vms().stream().mapToLong(vm -> vm.account().remainder()).sum());
        assertEquals(
            Map.of("ppis_raised", 300L, "ppis_acknowledged", 299L, "ppis_pending", 0L), rows(accounting));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gicv5", "kvm"})
    void shouldEndWhenTheOnlyTimerIsLost(final String kind)
    {
        final StormResult result = run(kind, 300,
            vms(1, 1, VirtualStorms.guest(3 * US, false), timers(1, "1k", "0")), CostModel.DEFAULT, losing(100));

        assertEquals(Outcome.INVARIANT_BROKEN, result.verdict().outcome(), result.verdict().toString());
        assertEquals(1, result.totals().accounting().remainder());
    }

    @Test
    void shouldNotBlockAVcpuOverATickThatCameWhileItLeft()
    {
        // The handler and its trap end 5 us before the next tick, and the exit behind it 5 us after that.
        final CostModel costs = PathCosts.with(CostModel.of(CostModel.ZERO), Cost.EXIT, 10 * US);
        final StormResult result = run("kvm", 2,
            vms(1, 1, VirtualStorms.guest(985 * US, false), timers(1, "1k", "0")), costs, machine -> machine);

        assertEquals(2, whole(result).delivered());
        assertEquals(2, result.totals().devices().get(0).completions());
        final Outlier second = VirtualStorms.interrupts(result).get(1);
        assertEquals((5 + 985 + 10) * US, second.handledNs());
    }

    @Test
    void shouldNotKeepAnLpiUntilTheKickOfATimer()
    {
        // A tenth of the time a kick is under way; 3 us are enough for a signal, an exit and an entry.
        final CostModel costs = PathCosts.with(PathCosts.ALL, Cost.KICK, 100 * US);
        final DeviceShape lpis = new DeviceShape(
            "lpis", 1, 8, DeviceShape.Target.VECTOR, 9, new OpenStream(9_700, false));

        final StormResult result = run("kvm", 900,
            vms(1, 1, VirtualStorms.guest(0, true), timers(1, "1k", "0"), lpis), costs, machine -> machine);

        whole(result);
        final List<Outlier> taken = VirtualStorms.interrupts(result);
        assertTrue(taken.stream().filter(Outlier::isTimer).allMatch(tick -> tick.responseNs() > 100 * US));
        assertTrue(taken.stream().skip(8).filter(lpi -> !lpi.isTimer()).allMatch(lpi -> lpi.responseNs() < 3 * US),
            taken.toString());
    }

    @Test
    void shouldPreemptAVcpuInItsHandler()
    {
        // Four vCPUs share a PE: handlers of 250 us are longer than a slice of 200 us.
        final StormResult result = run("kvm", 2_000, 1,
            vms(2, 2, VirtualStorms.guest(250 * US, false), timers(2, "500", "0")), CostModel.DEFAULT,
            machine -> machine);

        assertEquals(2_000, whole(result).delivered());
        assertTrue(result.model().counts().get("waits") > 0, result.model().counts().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gicv5", "kvm"})
    void shouldKeepTheBooksOfRandomStorms(final String kind)
    {
        for (long seed = 1; seed <= RANDOM_STORMS; seed++)
        {
            final SplittableRandom random = new SplittableRandom(seed);
            final int vpes = random.nextInt(1, 4);
            final int vms = random.nextInt(1, 4);
            final GuestShape guest = VirtualStorms.guest(random.nextLong(0, 40 * US), random.nextBoolean());
            final List<DeviceShape> devices = new ArrayList<>();
            devices.add(timers(vpes, Long.toString(random.nextLong(500, 20_000)), random.nextBoolean() ? "0" : "50us"));
            if (random.nextBoolean())
            {
                devices.add(random.nextInt(2), new DeviceShape("nic", 2, 3, DeviceShape.Target.SPREAD,
                    DeviceShape.SPREAD, new OpenStream(random.nextLong(1_000, 100_000), random.nextBoolean())));
            }
            final int pes = kind.equals("kvm") ? random.nextInt(1, vms * vpes + 1) : vms * vpes;
            final CostModel costs = random.nextBoolean() ? CostModel.DEFAULT : CostModel.of(CostModel.ZERO);
            final StormResult result = run(kind, 600, pes,
                vms(vms, vpes, guest, devices.toArray(new DeviceShape[0])), costs, machine -> machine);

            assertEquals(Outcome.OK, result.verdict().outcome(), "seed " + seed + ": " + result.verdict().failure());
            assertEquals(0, result.totals().accounting().pending(), "seed " + seed);
        }
    }
}
