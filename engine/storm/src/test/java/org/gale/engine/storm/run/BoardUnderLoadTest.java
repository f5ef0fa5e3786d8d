package org.gale.engine.storm.run;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.agent.EngineAgent;
import org.gale.engine.command.Commands;
import org.gale.engine.config.Board;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.lanes.LaneSet;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.software.CommandCpu;
import org.gale.engine.software.Cpu;
import org.gale.engine.software.CpuInterfaceDriver;
import org.gale.engine.storm.flow.MsiGenerator;
import org.gale.engine.storm.flow.SendingGuests;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.support.Unobserved;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneProducer;
import org.gale.tables.operand.GicCdAff;
import org.gale.tables.operand.GicCdIntid;
import org.gale.tables.operand.GicCdPend;
import org.gale.tables.operand.GicCdPri;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.GicVdAff;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IrsCr0;
import org.gale.tables.register.IrsIstBaser;
import org.gale.tables.register.IrsIstCfgr;
import org.gale.tables.register.IrsPeCr0;
import org.gale.tables.register.IrsPeSelr;
import org.gale.tables.register.SystemRegister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Board of four IRSs under load: an engine thread, and a producer thread that also lets links fall and rise, toggles
 * IRSEN, moves targets and VPEs, and takes physical LPIs on any PE. Each digest checks the promises, and at the end
 * everything offered was taken.
 */
@Tag("P1")
@Tag("P4")
@Tag("P5")
@Tag("M-LINKDOWN")
@Tag("M-IRSEN2")
class BoardUnderLoadTest
{
    private static final long SEED = 59;
    private static final int PES = 8;
    private static final int VPES = 2;
    private static final int EL2 = 2;
    /** PEs that take interrupts of any PE. */
    private static final int[] ONE_OF_N = {3, 5, 7};
    private static final int HOST_LPIS = 8;
    private static final int IST_BITS = 14;
    private static final long ENABLED = 1;
    private static final long LINKED = 3;
    private static final int CYCLES_OF_AN_ACTION = 20;
    private static final int LAST_CYCLES = 10_000;
    private static final MachineConfig KEYS = MachineConfig.parse(List.of("irss=4", "itss=3", "link=up", "one_n=1",
        "pes=8", "iaffids=7,300,0,9,65535,2,3,1", "irs.pes=0,7", "irs.1.pes=none", "irs.2.pes=1-3", "irs.3.pes=4-6"));
    private static final StormConfig STORM = StormConfigs.begin().vms(PES / VPES).vpes(VPES).pes(PES).devices(3)
        .events(64).durationNs(TimeUnit.HOURS.toNanos(3)).uncounted().window(512).build();

    private final ResidentWorkload workload = new ResidentWorkload(STORM, KEYS);
    private final Topology topology = workload.topology();
    private final Machine machine = Machines.FACTORY.create(workload.machine());
    private final Board board = machine.config().board();
    private final Lane events = Lane.allocate(1 << 17);
    private final Lane actions = Lane.allocate(1 << 12);
    private final MsiGenerator generator =
        new MsiGenerator(STORM, workload, events.producer(), SystemNanoClock.INSTANCE);
    private final EngineAgent agent = new EngineAgent(machine, new NoLog(),
        new LaneSet(0, List.of(), events.consumer(), actions.consumer()),
        workload.guests(machine, SystemNanoClock.INSTANCE, SendingGuests.NONE), new Unobserved(),
        SystemNanoClock.INSTANCE);
    private final AtomicBoolean isEnding = new AtomicBoolean();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final UnsafeBuffer time = new UnsafeBuffer(new byte[2 * Long.BYTES]);
    private final Cpu cpu = new CommandCpu(this::offer);
    private final CpuInterfaceDriver cpuInterfaces = new CpuInterfaceDriver(cpu);
    private final boolean[] isDown = new boolean[PES];
    /** Index of the VPE of each PE. */
    private final int[] vpes = new int[PES];
    private long falls;

    @AfterEach
    void close()
    {
        agent.onClose();
        machine.close();
        events.close();
        actions.close();
    }

    @Test
    void shouldLoseNothing() throws Exception
    {
        run(Duration.ofSeconds(1));
    }

    /** Runs for an hour, or for the minutes of {@code -Dgale.soak.minutes}. */
    @Test
    @Tag("slow")
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    void shouldLoseNothingInAnHour() throws Exception
    {
        run(Duration.ofMinutes(Integer.getInteger("gale.soak.minutes", 60)));
    }

    private void run(final Duration duration) throws Exception
    {
        for (int pe = 0; pe < PES; pe++)
        {
            vpes[pe] = pe;
        }
        final Thread engine = new Thread(this::work, "engine");
        engine.start();
        while (!generator.isSetUp() && failure.get() == null)
        {
            generator.doWork();
        }
        enableHostLpis();
        final long endNs = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < endNs && failure.get() == null)
        {
            for (int i = 0; i < CYCLES_OF_AN_ACTION; i++)
            {
                generator.doWork();
            }
            act();
        }
        isEnding.set(true);
        engine.join();
        assertNull(failure.get(), "seed " + SEED);

        assertAllTaken();
    }

    private void work()
    {
        try
        {
            while (!isEnding.get())
            {
                agent.doWork();
            }
        }
        catch (final RuntimeException | Error ex)
        {
            failure.set(ex);
        }
    }

    /**
     * Opens all gates, the IRSs last, and checks that all is taken that became pending before. Behind the end of the
     * engine's thread.
     */
    private void assertAllTaken()
    {
        while (events.consumer().publishedPosition() != events.consumer().position())
        {
            agent.doWork();
        }
        for (int irs = 0; irs < board.irss(); irs++)
        {
            irsen(irs, false);
        }
        for (int pe = 0; pe < PES; pe++)
        {
            rise(pe);
            execute(pe, GicInstruction.CDPEND, GicCdPend.of(Intid.of(Intid.TYPE_LPI, pe), true));
        }
        publish();
        for (int irs = 0; irs < board.irss(); irs++)
        {
            irsen(irs, true);
        }
        publish();
        for (int i = 0; i < LAST_CYCLES; i++)
        {
            time();
            if (i < 10 * PES)
            {
                takeHostLpis(i % PES);
            }
            actions.producer().publish();
            agent.doWork();
        }
        agent.finish();
        assertTaken(machine.accounts().physicalOwner());
        long delivered = 0;
        long offered = 0;
        for (int vm = 0; vm < topology.vms(); vm++)
        {
            final int owner = machine.accounts().vmOwner(vm);
            delivered += assertTaken(owner);
            offered += machine.accounts().ledger(owner).offered();
        }
        assertEquals(generator.offered(), offered);
        assertTrue(delivered > falls && falls > 0, delivered + " delivered, " + falls + " links fell");
    }

    /** Publishes actions, and lets the engine apply them. Behind the end of the engine's thread. */
    private void publish()
    {
        actions.producer().publish();
        for (int i = 0; i < PES; i++)
        {
            agent.doWork();
        }
    }

    /** Returns the number of interrupts that were delivered to an owner, and checks that no other one is pending. */
    private long assertTaken(final int owner)
    {
        final Ledger ledger = machine.accounts().ledger(owner);
        assertEquals(0, ledger.remainder(), "owner " + owner);
        assertEquals(0, ledger.pending(), "owner " + owner);
        assertTrue(ledger.delivered() > 0, "owner " + owner);

        return ledger.delivered();
    }

    private void enableHostLpis()
    {
        final long frame = board.frame(MachineKeys.IRS_CONFIG, 1);
        final MachineConfig config = machine.config();
        cpu.store(frame + IrsIstCfgr.OFFSET, Integer.BYTES, IrsIstCfgr.LPI_ID_BITS.set(0, IST_BITS));
        cpu.store(frame + IrsIstBaser.OFFSET, Long.BYTES, IrsIstBaser.VALID.mask() |
            (config.ramBase() + config.ramBytes() - ((long)Integer.BYTES << IST_BITS)));
        for (int pe = 0; pe < PES; pe++)
        {
            cpu.writeRegister(pe, EL2, SystemRegister.ICC_PCR_EL1.code(), 31);
            cpu.writeRegister(pe, EL2, SystemRegister.ICC_CR0_EL1.code(), LINKED);
        }
        for (final int pe : ONE_OF_N)
        {
            final long ofPe = board.frame(MachineKeys.IRS_CONFIG, board.irsOf(pe));
            cpu.store(ofPe + IrsPeSelr.OFFSET, Integer.BYTES, board.iaffids().iaffid(pe));
            cpu.store(ofPe + IrsPeCr0.OFFSET, Integer.BYTES, 0);
        }
        for (int lpi = 0; lpi < HOST_LPIS; lpi++)
        {
            final int intid = Intid.of(Intid.TYPE_LPI, lpi);
            execute(0, GicInstruction.CDPRI, GicCdPri.of(intid, lpi));
            execute(0, GicInstruction.CDAFF, GicCdAff.of(intid, board.iaffids().iaffid(lpi), false));
            execute(0, GicInstruction.CDEN, GicCdIntid.of(intid));
        }
        actions.producer().publish();
    }

    /** Takes what a PE is offered, and deactivates whatever that is. */
    private void takeHostLpis(final int pe)
    {
        execute(pe, GicInstruction.CDIA, 0);
        execute(pe, GicInstruction.CDEOI, 0);
        for (int lpi = 0; lpi < HOST_LPIS; lpi++)
        {
            execute(pe, GicInstruction.CDDI, GicCdIntid.of(Intid.of(Intid.TYPE_LPI, lpi)));
        }
    }

    private void execute(final int pe, final GicInstruction instruction, final long operand)
    {
        cpu.instruction(pe, EL2, instruction.code(), operand);
    }

    private void act()
    {
        final int pe = random.nextInt(PES);
        final int intid = Intid.of(Intid.TYPE_LPI, random.nextInt(HOST_LPIS));
        time();
        switch (random.nextInt(20))
        {
            case 0, 1 -> fall(pe);
            case 2, 3, 4 -> rise(pe);
            case 5 -> irsen(random.nextInt(board.irss()), false);
            case 6, 7 -> irsen(random.nextInt(board.irss()), true);
            case 8, 9, 10 -> target(pe);
            case 11, 12, 13 -> execute(pe, GicInstruction.CDPEND, GicCdPend.of(intid, true));
            case 14, 15 -> execute(pe, GicInstruction.CDAFF,
                GicCdAff.of(intid, board.iaffids().iaffid(random.nextInt(PES)), random.nextInt(3) == 0));
            case 16, 17, 18 -> takeHostLpis(pe);
            default -> exchange(pe, random.nextInt(PES));
        }
        actions.producer().publish();
    }

    private void fall(final int pe)
    {
        falls += isDown[pe] ? 0 : 1;
        isDown[pe] = true;
        cpu.writeRegister(pe, EL2, SystemRegister.ICC_CR0_EL1.code(), ENABLED);
    }

    /** Takes a link up, and makes the VPE resident that the falling link took away. */
    private void rise(final int pe)
    {
        isDown[pe] = false;
        cpu.writeRegister(pe, EL2, SystemRegister.ICC_CR0_EL1.code(), LINKED);
        enter(pe);
    }

    private void enter(final int pe)
    {
        final int vm = vpes[pe] / VPES;
        cpuInterfaces.enter(pe, vm, vpes[pe] % VPES, 31);
    }

    private void irsen(final int irs, final boolean isEnabled)
    {
        cpu.store(board.frame(MachineKeys.IRS_CONFIG, irs) + IrsCr0.OFFSET, Integer.BYTES, isEnabled ? 1 : 0);
    }

    private void target(final int pe)
    {
        final int vm = random.nextInt(topology.vms());
        final int intid = Intid.of(Intid.TYPE_LPI, random.nextInt(topology.lpis(vm)));
        execute(pe, GicInstruction.VDAFF, GicVdAff.of(vm, random.nextInt(VPES), intid, false));
    }

    /** Lets two PEs exchange their VPEs. */
    private void exchange(final int pe, final int other)
    {
        leave(pe);
        leave(other);
        final int vpe = vpes[pe];
        vpes[pe] = vpes[other];
        vpes[other] = vpe;
        enter(pe);
        enter(other);
    }

    private void leave(final int pe)
    {
        cpu.writeRegister(pe, EL2, SystemRegister.ICH_CONTEXTR_EL2.code(), 0);
    }

    /** Begins a batch: guests have turns behind it. */
    private void time()
    {
        Commands.time(time, 0, System.nanoTime(), System.nanoTime());
        offer(time, 2);
    }

    private void offer(final DirectBuffer command, final int words)
    {
        final LaneProducer producer = actions.producer();
        while (!producer.offer(command, 0, words) && failure.get() == null)
        {
            producer.publish();
            Thread.onSpinWait();
        }
    }
}
