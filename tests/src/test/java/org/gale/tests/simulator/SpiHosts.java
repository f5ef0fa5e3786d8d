package org.gale.tests.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

import org.gale.engine.accounting.Ledger;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.GicCdAff;
import org.gale.tables.operand.GicCdIntid;
import org.gale.tables.operand.GicCdPri;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IrsCr0;
import org.gale.tables.register.IrsSpiCfgr;
import org.gale.tables.register.IrsSpiResampler;
import org.gale.tables.register.IrsSpiSelr;

/**
 * Random host without VMs, whose devices drive SPI wires: levels rise and fall, trigger modes change, wires are sampled
 * again, and PEs acknowledge, also nested. Each entry is compared with a model after each action. Owned by one thread.
 */
final class SpiHosts
{
    private static final long IRS_CONFIG = 0x0801_0000L;
    private static final int ACTIONS = 600;
    private static final int INTERVAL = 2;
    private static final int PES = 4;
    private static final int SPIS = 8;
    private static final int PRIORITY_STEP = 3;
    private static final int IDLE_PRIORITY = 32;
    private static final int SHOWN = ~(L2Iste.HWU.mask() | L2Iste.RES0.mask());

    private final SplittableRandom random;
    private final HostScript script;
    private final ModelAccount account = new ModelAccount();
    private final List<ModelInterrupt> spis = new ArrayList<>();
    private final List<Deque<ModelInterrupt>> active = new ArrayList<>();
    private final boolean[] isHigh = new boolean[SPIS];
    private final boolean[] isLevel = new boolean[SPIS];

    SpiHosts(final SplittableRandom random, final HostScript script)
    {
        this.random = random;
        this.script = script;
    }

    /**
     * Runs a random host with checks after each action, and then its program with a journal on a disk that fails.
     *
     * @throws SimulationFailure naming the seed if a promise is broken
     */
    static Simulation.Outcome simulate(final long seed)
    {
        return Simulation.run(seed, SimulatedHosts.draw(seed, run(seed)));
    }

    private static HostProgram run(final long seed)
    {
        final SpiHosts hosts = new SpiHosts(new SplittableRandom(seed), new HostScript());
        try (HostScript script = hosts.script)
        {
            hosts.begin();
            for (int action = 0; action < ACTIONS; action++)
            {
                hosts.act();
                hosts.check();
            }

            return script.program(seed, 0);
        }
        catch (final RuntimeException | AssertionError ex)
        {
            throw new SimulationFailure("seed " + seed + ": " + ex.getMessage(), ex);
        }
    }

    /** Runs a host of text alone, which notes what it finds. */
    void runText(final int actions)
    {
        begin();
        for (int action = 0; action < actions; action++)
        {
            act();
            checkText(action % INTERVAL == 0);
        }
        checkAccount();
    }

    private void begin()
    {
        script.all("machine pes=" + PES, "writel " + (IRS_CONFIG + IrsCr0.OFFSET) + ' ' + IrsCr0.IRSEN.mask());
        for (int pe = 0; pe < PES; pe++)
        {
            active.add(new ArrayDeque<>());
            script.all("sysw " + pe + " el1 ICC_PCR_EL1 0x1f", "sysw " + pe + " el1 ICC_CR0_EL1 0x1");
        }
        for (int id = 0; id < SPIS; id++)
        {
            final ModelInterrupt spi = new ModelInterrupt(Intid.of(Intid.TYPE_SPI, id));
            spi.account(account);
            spis.add(spi);
            spi.priority(PRIORITY_STEP * id + 1);                               // no two alike: there is one best
            insn(0, "CDPRI", GicCdPri.of(spi.intid(), spi.priority()));
            target(spi);
            enable(spi, true);
        }
    }

    private void act()
    {
        final int id = random.nextInt(SPIS);
        final int pe = random.nextInt(PES);
        final int pick = random.nextInt(20);
        if (pick < 9)
        {
            drive(id, random.nextBoolean());
        }
        else if (pick < 14)
        {
            acknowledge(pe);
        }
        else if (pick < 16)
        {
            end(pe);
        }
        else if (pick < 17)
        {
            trigger(id, random.nextBoolean());
        }
        else if (pick < 18)
        {
            resample(id);
        }
        else if (pick < 19)
        {
            enable(spis.get(id), random.nextInt(3) != 0);
        }
        else if (!spis.get(id).isActive())
        {
            target(spis.get(id));
        }
    }

    private void drive(final int id, final boolean high)
    {
        script.all("spi " + id + ' ' + (high ? 1 : 0));
        if (isHigh[id] != high)
        {
            isHigh[id] = high;
            spis.get(id).wire(isLevel[id], high);
        }
    }

    private void trigger(final int id, final boolean level)
    {
        script.all("writel " + (IRS_CONFIG + IrsSpiSelr.OFFSET) + ' ' + IrsSpiSelr.ID.set(0, id),
            "writel " + (IRS_CONFIG + IrsSpiCfgr.OFFSET) + ' ' + (level ? IrsSpiCfgr.TM.mask() : 0));
        if (isLevel[id] != level)
        {
            isLevel[id] = level;
            spis.get(id).wire(true, level && isHigh[id]);
        }
    }

    private void resample(final int id)
    {
        script.all("writel " + (IRS_CONFIG + IrsSpiResampler.OFFSET) + ' ' + IrsSpiResampler.SPI_ID.set(0, id));
        spis.get(id).wire(isLevel[id], isHigh[id]);
    }

    private void acknowledge(final int pe)
    {
        final ModelInterrupt best = best(pe);
        final long expected = best == null ? 0 : (1L << 32) | Integer.toUnsignedLong(best.intid());
        final String answer = script.ask("insn " + pe + " el1 CDIA");
        final boolean isRight = script.note(answer.equals(String.format("OK 0x%016x", expected)), "P4",
            "PE " + pe + " acknowledged " + answer + " instead of 0x" + Long.toHexString(expected));
        final ModelInterrupt taken = isRight ? best : taken(answer);
        if (taken != null)
        {
            script.note(taken.isPending(), "P2", "SPI " + Intid.id(taken.intid()) + " was not pending");
            taken.acknowledge();
            active.get(pe).push(taken);
        }
    }

    /** Returns what the machine acknowledged, or null. */
    private ModelInterrupt taken(final String answer)
    {
        final int intid = (int)Long.parseUnsignedLong(answer.substring("OK 0x".length()), 16);

        return intid == 0 ? null : spis.get(Intid.id(intid));
    }

    private void end(final int pe)
    {
        final ModelInterrupt spi = active.get(pe).poll();
        if (spi != null)
        {
            script.all("insn " + pe + " el1 CDEOI");
            insn(pe, "CDDI", GicCdIntid.of(spi.intid()));
            spi.deactivate();
        }
    }

    private void enable(final ModelInterrupt spi, final boolean enabled)
    {
        insn(0, enabled ? "CDEN" : "CDDIS", GicCdIntid.of(spi.intid()));
        spi.enable(enabled);
    }

    private void target(final ModelInterrupt spi)
    {
        spi.target(random.nextInt(PES));
        insn(0, "CDAFF", GicCdAff.of(spi.intid(), spi.target(), false));
    }

    /** Returns the interrupt that a PE acknowledges next, or null. */
    private ModelInterrupt best(final int pe)
    {
        final Deque<ModelInterrupt> owed = active.get(pe);
        int limit = owed.isEmpty() ? IDLE_PRIORITY : owed.peek().priority();
        ModelInterrupt best = null;
        for (final ModelInterrupt spi : spis)
        {
            if (spi.target() == pe && spi.isCandidate() && spi.priority() < limit)
            {
                best = spi;
                limit = spi.priority();
            }
        }

        return best;
    }

    private void check()
    {
        final Machine machine = script.machine();
        final Accounts accounts = machine.accounts();
        final int owner = accounts.physicalOwner();
        final Ledger ledger = accounts.ledger(owner);
        for (final ModelInterrupt spi : spis)
        {
            final int entry = (int)InterruptQueries.of(machine).entry(owner, spi.intid()) & SHOWN;
            script.check(entry == spi.word(), "P1 or P2", "the entry of SPI " + Intid.id(spi.intid()) + " is 0x" +
                Integer.toHexString(entry) + " instead of 0x" + Integer.toHexString(spi.word()));
        }
        script.check(accounts.firstDifference(owner) < 0 && ledger.invented() == Ledger.NONE, "P1 or P2",
            "owed and Pending differ");
        script.check(!accounts.firstMismatch().isFound(), "P1 or P2", "a command found what is not owed, or lost");
        script.check(accounts.isIndexSound(owner), "P4", "the index is not that of the entries");
        script.check(machine.unsettled() == null, "P5", machine.unsettled());
        script.check(ledger.remainder() == 0, "P6", "remainder " + ledger.remainder());
    }

    /** Compares signals with the model, and entries as CDRCFG describes them. */
    private void checkText(final boolean all)
    {
        for (int pe = 0; pe < PES; pe++)
        {
            script.note(script.query("signal " + pe).contains("irq=1 fiq") == (best(pe) != null), "P5",
                "the signal of PE " + pe);
        }
        for (int i = 0; all && i < SPIS; i++)
        {
            final ModelInterrupt spi = spis.get(i);
            insn(0, "CDRCFG", GicCdIntid.of(spi.intid()));
            final int word = word(script.value("sysr 0 el1 ICC_ICSR_EL1"));
            if (word != spi.word())
            {
                final boolean isPending = (word & 1) != 0;
                script.note(false, spi.isPending() == isPending ? "P3" : isPending ? "P2" : "P1",
                    "SPI " + i + " is 0x" + Integer.toHexString(word) + " instead of 0x" +
                    Integer.toHexString(spi.word()));
                spi.adopt(word);
            }
        }
    }

    private void checkAccount()
    {
        final String stats = script.query("stats");
        final String text = account.text(spis.stream().filter(ModelInterrupt::isOwed).count())
            .replace("\"rejected\":{", "\"rejected\":{\"untranslated\":0,\"unreachable\":0,");
        script.note(stats.contains(text), "P6", stats + " instead of " + text);
    }

    /** Returns an entry as ICC_ICSR_EL1 describes it. */
    private static int word(final long icsr)
    {
        return (int)(((icsr >>> 2) & 1) | ((icsr >>> 3) & 2) | ((icsr >>> 3) & 4) | ((icsr << 2) & 8) |
            (icsr & 0xf800) | ((icsr >>> 16) & 0xffff_0000L));
    }

    private void insn(final int pe, final String name, final long operand)
    {
        script.all("insn " + pe + " el1 " + name + " 0x" + Long.toHexString(operand));
    }
}
