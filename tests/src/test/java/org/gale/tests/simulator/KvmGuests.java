package org.gale.tests.simulator;

import java.util.List;
import java.util.SplittableRandom;

import org.gale.tables.operand.GicCdPend;
import org.gale.tables.register.IrsCr0;
import org.gale.tables.register.IrsIstBaser;
import org.gale.tables.register.IrsIstCfgr;
import org.gale.tables.register.IrsSpiCfgr;
import org.gale.tables.register.IrsSpiSelr;

/**
 * Guests of a random host: their IRS frame, their instructions, and what the model says that these do. Owned by one
 * thread.
 */
final class KvmGuests
{
    private static final int LPI_ID_BITS = 14;
    private static final long IST = 0x9000_0000L;
    private static final int PRIORITIES = 32;
    private static final int CR0_EN = 1;
    private static final int PPIS = (1 << ModelVcpu.SOFTWARE_PPI) | (1 << ModelVcpu.TIMER_PPI);

    private final HostScript script;
    private final SplittableRandom random;

    KvmGuests(final HostScript script, final SplittableRandom random)
    {
        this.script = script;
        this.random = random;
    }

    /** Asks for a table of LPIs. */
    void makeLpis(final ModelVcpu vcpu)
    {
        script.all("kvm mmio " + vcpu.vm.number + " w " + IrsIstCfgr.OFFSET + " 4 " + LPI_ID_BITS,
            "kvm mmio " + vcpu.vm.number + " w " + IrsIstBaser.OFFSET + " 8 " + (IST | 1));
    }

    /**
     * Asks for no table of LPIs any more.
     *
     * @param fails true if the IRS does not answer, so that the guest reads that its table is still valid (K-IRS-9)
     */
    void dropLpis(final ModelVcpu vcpu, final boolean fails)
    {
        final String baser = "kvm mmio " + vcpu.vm.number + " %s " + IrsIstBaser.OFFSET + " 8";
        script.all(String.format(baser, "w") + ' ' + IST);
        script.expect(String.format("OK 0x%016x", fails ? IST | 1 : IST), String.format(baser, "r"));
    }

    /** Makes some SPIs levels, gives each interrupt a target and a priority, and enables the IRS. */
    void configure(final ModelVcpu vcpu)
    {
        final ModelVm vm = vcpu.vm;
        for (int spi = ModelVm.FIRST_LEVEL; spi < ModelVm.USED; spi++)
        {
            script.all("kvm mmio " + vm.number + " w " + IrsSpiSelr.OFFSET + " 4 " + spi,
                "kvm mmio " + vm.number + " w " + IrsSpiCfgr.OFFSET + " 4 1");
            vm.spis.get(spi).level();
        }
        for (final List<ModelInterrupt> of : List.of(vm.spis, vm.lpis))
        {
            for (final ModelInterrupt interrupt : of)
            {
                affine(vcpu, interrupt, anyId(vm));
                prioritise(vcpu, interrupt, random.nextInt(PRIORITIES));
                enable(vcpu, interrupt, true);
            }
        }
        enableIrs(vcpu, true);
        vm.isConfigured = true;
    }

    /** Enables the PPIs and the CPU interface, with a priority mask. */
    void enable(final ModelVcpu vcpu, final int mask)
    {
        script.all("sysw " + vcpu.pe + " vel1 ICC_PPI_ENABLER0_EL1 " + PPIS,
            "sysw " + vcpu.pe + " vel1 ICC_CR0_EL1 " + CR0_EN);
        mask(vcpu, mask);
    }

    /** Lets a guest that runs do one thing. */
    void act(final ModelVcpu vcpu)
    {
        final ModelInterrupt interrupt = any(vcpu.vm);
        switch (random.nextInt(16))
        {
            case 0 -> affine(vcpu, interrupt, anyId(vcpu.vm));
            case 1 -> prioritise(vcpu, interrupt, random.nextInt(PRIORITIES));
            case 2 -> enable(vcpu, interrupt, random.nextInt(4) != 0);
            case 3 -> mask(vcpu, random.nextInt(3) == 0 ? random.nextInt(PRIORITIES) : PRIORITIES - 1);
            case 4 -> enableIrs(vcpu, random.nextInt(4) != 0);
            case 5 -> pend(vcpu, interrupt, random.nextInt(4) != 0);
            case 6, 7, 8 ->
            {
                if (script.isText())
                {
                    acknowledge(vcpu);
                }
                else
                {
                    turn(vcpu, 1 + random.nextInt(8));
                }
            }
            case 9 -> end(vcpu);
            default -> acknowledge(vcpu);
        }
    }

    private int anyId(final ModelVm vm)
    {
        return vm.vcpus.get(random.nextInt(vm.vcpus.size())).id;
    }

    private ModelInterrupt any(final ModelVm vm)
    {
        final int pick = random.nextInt(vm.spis.size() + vm.lpis.size());

        return pick < vm.spis.size() ? vm.spis.get(pick) : vm.lpis.get(pick - vm.spis.size());
    }

    private void affine(final ModelVcpu vcpu, final ModelInterrupt interrupt, final int target)
    {
        insn(vcpu, "CDAFF", ((long)target << 32) | interrupt.intid());
        interrupt.target(target);
    }

    private void prioritise(final ModelVcpu vcpu, final ModelInterrupt interrupt, final int priority)
    {
        insn(vcpu, "CDPRI", ((long)priority << 35) | interrupt.intid());
        interrupt.priority(priority);
    }

    private void enable(final ModelVcpu vcpu, final ModelInterrupt interrupt, final boolean enabled)
    {
        insn(vcpu, enabled ? "CDEN" : "CDDIS", interrupt.intid());
        interrupt.enable(enabled);
    }

    private void pend(final ModelVcpu vcpu, final ModelInterrupt interrupt, final boolean pending)
    {
        insn(vcpu, "CDPEND", GicCdPend.of(interrupt.intid(), pending));
        interrupt.pending(pending);
    }

    private void mask(final ModelVcpu vcpu, final int mask)
    {
        script.all("sysw " + vcpu.pe + " vel1 ICC_PCR_EL1 " + mask);
        vcpu.mask = mask + 1;
    }

    private void enableIrs(final ModelVcpu vcpu, final boolean enabled)
    {
        script.all("kvm mmio " + vcpu.vm.number + " w " + IrsCr0.OFFSET + " 4 " + (enabled ? 1 : 0));
        vcpu.vm.isEnabled = enabled;
    }

    /** Acknowledges, and now and then ends what it acknowledged only later. */
    private void acknowledge(final ModelVcpu vcpu)
    {
        final int best = vcpu.best();
        final long expected = best == 0 ? 0 : (1L << 32) | Integer.toUnsignedLong(best);
        final String answer = script.ask("insn " + vcpu.pe + " vel1 CDIA");
        final int taken = (int)Long.parseUnsignedLong(answer.substring("OK 0x".length()), 16);
        script.note(answer.equals(String.format("OK 0x%016x", expected)), ModelVm.isPpi(best) ? "PPI" : "P4",
            "VM " + vcpu.vm.number + " vCPU " + vcpu.index + " acknowledged " + answer + " instead of 0x" +
            Long.toHexString(expected));
        if (taken != 0)
        {
            script.note(vcpu.isPending(taken), ModelVm.isPpi(taken) ? "PPI" : "P2",
                "VM " + vcpu.vm.number + " vCPU " + vcpu.index + " acknowledged 0x" + Integer.toHexString(taken) +
                ", which is not pending");
            vcpu.acknowledge(taken);
            vcpu.owed.push(taken);
        }
        if (random.nextInt(3) != 0)
        {
            end(vcpu);
        }
    }

    private void end(final ModelVcpu vcpu)
    {
        if (!vcpu.owed.isEmpty())
        {
            final int intid = vcpu.owed.pop();
            script.all("insn " + vcpu.pe + " vel1 CDEOI");
            vcpu.drop();
            insn(vcpu, "CDDI", intid);
            vcpu.deactivate(intid);
        }
    }

    private void turn(final ModelVcpu vcpu, final int budget)
    {
        final List<Integer> taken = script.turn(vcpu.pe, budget);
        int count = 0;
        int best = vcpu.best();
        while (best != 0 && count < budget)
        {
            script.check(count < taken.size() && taken.get(count) == best, "P4", "VM " + vcpu.vm.number + " vCPU " +
                vcpu.index + " acknowledged " + taken + ", and at " + count + " it should be 0x" +
                Integer.toHexString(best));
            vcpu.acknowledge(best);
            vcpu.drop();
            vcpu.deactivate(best);
            count++;
            best = vcpu.best();
        }
        script.check(count == taken.size(), "P2", "VM " + vcpu.vm.number + " vCPU " + vcpu.index + " acknowledged " +
            taken + ", " + count + " were due");
    }

    private void insn(final ModelVcpu vcpu, final String name, final long operand)
    {
        script.all("insn " + vcpu.pe + " vel1 " + name + " 0x" + Long.toHexString(operand));
    }
}
