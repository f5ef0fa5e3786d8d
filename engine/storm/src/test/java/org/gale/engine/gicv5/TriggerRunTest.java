package org.gale.engine.gicv5;

import java.util.ArrayList;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.IrqfdVerb;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.config.Board;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.FunctionAccounts;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Outputs;
import org.gale.engine.record.InvariantCheck;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.StormLayout;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.StateImage;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.its.L2Dte;
import org.gale.tables.its.L2Itte;
import org.gale.tables.register.IrsSetlpir;
import org.gale.tables.register.ItsDtBaser;
import org.gale.tables.register.ItsTranslater;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Compares runs of triggers, among messages and what guests and hosts do, with the same commands one by one. A machine
 * that takes over its state in the middle goes on alike.
 */
@Tag("M-MSIXLIVE")
class TriggerRunTest
{
    private static final int DEVICES = 4;
    private static final int VECTORS = 32;
    private static final int BUDGET = 20;
    private static final int COMMANDS = 20_000;
    private static final long BAR = 0x1_0000_0000L;
    private static final long FRAME = 0x1_0000;

    private final ExpandableArrayBuffer tape = new ExpandableArrayBuffer();
    private int end;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3})
    void shouldEqualTheCommandsOneByOne(final int seed)
    {
        final StormConfig config =
            StormConfigs.begin().vms(1).vpes(2).devices(DEVICES).events(VECTORS).untimed().build();
        record(seed, new ResidentWorkload(config).machine().board());
        try (Machine run = machine(config); Machine singles = machine(config);
            Machine restored = Machines.FACTORY.create(new ResidentWorkload(config).machine()))
        {
            final List<Long> outputsOfRun = new ArrayList<>();
            int at = 0;
            while (at < end / 2)
            {
                at = run.apply(tape, at, end);
                take(run.outputs(), outputsOfRun);
            }
            StateImage.of(run).into(restored);
            for (int rest = at; rest < end;)
            {
                rest = restored.apply(tape, rest, end);
                restored.outputs().clear();
            }
            while (at < end)
            {
                at = run.apply(tape, at, end);
                take(run.outputs(), outputsOfRun);
            }
            final List<Long> outputsOfSingles = new ArrayList<>();
            for (int single = 0; single < end;)
            {
                single = singles.apply(tape, single);
                take(singles.outputs(), outputsOfSingles);
            }

            assertEquals(outputsOfSingles, outputsOfRun);
            assertEquals(singles.runDigest(), run.runDigest());
            assertEquals(singles.digest(), restored.digest());
            final FunctionAccounts functions = run.functions();
            assertNotNull(functions);
            assertTrue(functions.sent() > 0 && functions.coalescedAtEventfd() > 0 && functions.coalescedAtMask() > 0 &&
                functions.notEnabled() > 0 && functions.unreachable() > 0 && functions.withdrawnCleared() > 0);
            new InvariantCheck(run).checkAtDigest(run.commandCount());
        }
    }

    /** Compares runs of more triggers than a run takes. */
    @Test
    void shouldEqualTheTriggersOneByOneBeyondTheLimitOfARun()
    {
        final StormConfig config =
            StormConfigs.begin().vms(1).vpes(2).devices(DEVICES).events(VECTORS).untimed().build();
        enable(new ResidentWorkload(config).machine().board());
        for (int i = 0; i < 3 * MsiRun.LIMIT; i++)
        {
            word(Commands.trigger(i % DEVICES, i * 7 % VECTORS, 0));
        }
        try (Machine run = machine(config); Machine singles = machine(config))
        {
            for (int at = 0; at < end;)
            {
                at = run.apply(tape, at, end);
            }
            for (int at = 0; at < end;)
            {
                at = singles.apply(tape, at);
            }

            assertEquals(singles.runDigest(), run.runDigest());
            assertEquals(3 * MsiRun.LIMIT, run.functions().sent());
        }
    }

    @Tag("P1")
    @Test
    void shouldNameTheTriggerThatFoundALossBehindOneThatIsHeld()
    {
        final StormConfig config =
            StormConfigs.begin().vms(1).vpes(2).devices(DEVICES).events(VECTORS).untimed().build();
        enable(new ResidentWorkload(config).machine().board());
        store(bar(0) + 12, 4, 1);
        word(Commands.trigger(0, 1, 0));
        final int begin = end;
        word(Commands.trigger(0, 2, 0));
        word(Commands.trigger(0, 0, 0));                                        // is masked
        word(Commands.trigger(0, 3, 0));
        word(Commands.trigger(0, 1, 0));                                        // finds that the first one is lost
        try (Machine machine = machine(config))
        {
            for (int at = 0; at < begin;)
            {
                at = machine.apply(tape, at, begin);
            }
            final long entry = new StormLayout(Topology.of(config)).istAddress(0) + L2Iste.LENGTH;
            final int iste = (int)machine.memory().load(entry, L2Iste.LENGTH);
            assertTrue(L2Iste.isPending(iste));
            machine.memory().store(entry, L2Iste.LENGTH, Integer.toUnsignedLong(L2Iste.withPending(iste, false)));
            final long before = machine.commandCount();

            machine.apply(tape, begin, end);

            assertTrue(machine.accounts().firstMismatch().isLost());
            assertEquals(before + 4, machine.accounts().firstMismatch().command());
        }
    }

    /** Several LPIs of a run lie beyond RAM: each has its error, as one by one. */
    @Tag("M-SWERRIRS")
    @Test
    void shouldReportEachErrorOfARun()
    {
        final StormConfig config =
            StormConfigs.begin().vms(1).vpes(2).devices(DEVICES).events(VECTORS).untimed().build();
        final MachineConfig keys = new ResidentWorkload(config).machine();
        enable(keys.board());
        store(keys.board().frame(MachineKeys.IRS_CONFIG, 0) + Registers.IRS_IST_BASER, 8, 0);
        store(keys.board().frame(MachineKeys.IRS_CONFIG, 0) + Registers.IRS_IST_CFGR, 4, 14);
        store(keys.board().frame(MachineKeys.IRS_CONFIG, 0) + Registers.IRS_IST_BASER, 8,
            keys.ramBase() + keys.ramBytes() - 64 | 1);
        for (int vector = 0; vector < VECTORS; vector++)
        {
            word(Commands.trigger(0, vector, 0));
        }
        try (Machine run = machine(config); Machine singles = machine(config))
        {
            directToHost(run);
            directToHost(singles);
            for (int at = 0; at < end;)
            {
                at = run.apply(tape, at, end);
            }
            for (int at = 0; at < end;)
            {
                at = singles.apply(tape, at);
            }

            assertEquals(singles.digest(), run.digest());
            assertEquals(singles.runDigest(), run.runDigest());
            assertEquals(1,
                run.peek(keys.board().frame(MachineKeys.IRS_CONFIG, 0) + Registers.IRS_SWERR_STATUSR, 8) & 1);
        }
    }

    /** Makes the events of device 0 physical LPIs, from 100 on. */
    private static void directToHost(final Machine machine)
    {
        final long its = machine.config().board().frame(MachineKeys.ITS_CONFIG, 0);
        final long devices = ItsDtBaser.ADDR.address(machine.peek(its + ItsDtBaser.OFFSET, 8));
        final long events = L2Dte.ittAddress(machine.memory().load(devices, 8));
        for (int vector = 0; vector < VECTORS; vector++)
        {
            machine.memory().store(events + 8L * vector, 8, L2Itte.physical(100 + vector));
        }
    }

    /** Records functions whose vectors have the events of the devices, and are not masked. */
    private void enable(final Board board)
    {
        final long translater = board.frame(MachineKeys.ITS_TRANSLATE, 0) + ItsTranslater.OFFSET;
        for (int device = 0; device < DEVICES; device++)
        {
            end = MsixVerb.CREATE.encode(tape, end, device, VECTORS, bar(device));
            end = MsixVerb.CONTROL.encode(tape, end, device, 1, 0);
            for (int vector = 0; vector < VECTORS; vector++)
            {
                store(bar(device) + vector * 16L, 8, translater);
                store(bar(device) + vector * 16L + 8, 8, vector);
            }
        }
    }

    /** Records a run: functions whose vectors have the events of the devices, then commands in any order. */
    private void record(final int seed, final Board board)
    {
        final RandomSource random = new RandomSource(seed);
        final long translater = board.frame(MachineKeys.ITS_TRANSLATE, 0) + ItsTranslater.OFFSET;
        final long setlpi = board.frame(MachineKeys.IRS_SETLPI, 0) + IrsSetlpir.OFFSET;
        for (int device = 0; device < DEVICES; device++)
        {
            end = MsixVerb.CREATE.encode(tape, end, device, VECTORS, bar(device));
            for (int vector = 0; vector < VECTORS; vector++)
            {
                store(bar(device) + vector * 16L, 8, translater);
                store(bar(device) + vector * 16L + 8, 8, vector);
                if (vector % 2 == 0)
                {
                    end = IrqfdVerb.ADD.encode(tape, end, device * VECTORS + vector, device, vector);
                }
            }
        }
        for (int i = 0; i < COMMANDS; i++)
        {
            final int device = random.below(DEVICES);
            final int vector = random.below(VECTORS);
            switch (random.below(40))
            {
                case 0 -> end = MsixVerb.CONTROL.encode(
                    tape, end, device, random.oneIn(8) ? 0 : 1, random.oneIn(4) ? 1 : 0);
                case 1 -> store(bar(device) + vector * 16L + 12, 4, random.below(2));
                case 2 -> store(bar(device) + vector * 16L, 8,
                    random.oneIn(4) ? random.oneIn(2) ? setlpi : 0x123_4560 : translater);
                case 3 -> store(bar(device) + vector * 16L + 8, 4,
                    random.below(VECTORS + 1) | (random.oneIn(6) ? 1 << 27 : 0));
                case 4 -> end = IrqfdVerb.ROUTE.encode(tape, end, device * VECTORS + (vector & -2));
                case 5 -> end = random.oneIn(4) ? IrqfdVerb.DROP.encode(tape, end, device * VECTORS + (vector & -2)) :
                    IrqfdVerb.CONSUME.encode(tape, end, device * VECTORS + (vector & -2));
                case 6 -> end = random.oneIn(20) ? MsixVerb.CLEAR.encode(tape, end, device) : end;
                case 7 -> load(bar(device) + 0x8000);
                case 8 -> word(Commands.turn(random.below(2), BUDGET));
                case 12 -> end = Commands.time(tape, end, i, i);
                case 9, 10, 11 -> word(Commands.msi(device, vector, 0));
                default -> word(Commands.trigger(device + (random.oneIn(50) ? DEVICES : 0), vector, 0));
            }
        }
    }

    private static long bar(final int device)
    {
        return BAR + device * FRAME;
    }

    private void word(final long word)
    {
        tape.putLong(end, word);
        end += Long.BYTES;
    }

    private void store(final long address, final int sizeBytes, final long value)
    {
        end = Commands.store(tape, end, address, sizeBytes, value);
    }

    private void load(final long address)
    {
        end = Commands.load(tape, end, address, 8);
    }

    private static Machine machine(final StormConfig config)
    {
        final Machine machine = Machines.FACTORY.create(new ResidentWorkload(config).machine());
        Storms.setUp(config, machine);

        return machine;
    }

    private static void take(final Outputs outputs, final List<Long> taken)
    {
        for (int i = 0; i < outputs.words(); i++)
        {
            taken.add(outputs.word(i));
        }
        outputs.clear();
    }
}
