package org.gale.engine.hypervisor;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.gale.engine.function.FrontEnd;
import org.gale.engine.machine.MachineRoles;
import org.gale.engine.support.SavedCase;
import org.gale.engine.support.StateHarness;
import org.gale.engine.support.StateImage;
import org.gale.engine.support.StateRole;
import org.gale.tables.memory.StateReader;
import org.junit.jupiter.api.Test;

/** Fields of a host with guests: each is restored as it was saved, and is seen in image and digest. */
class KvmFieldsTest
{
    @Test
    void shouldBeAsSavedWhenRestored()
    {
        new StateHarness<>(MachineRoles.ROLES, "state", StateRole.SAVED, new Driver()).rounds(3).twins(1).checkSaved();
    }

    private static final class Driver implements SavedCase<KvmRig>
    {
        private static final Set<String> RARE = Set.of("GuestIrs.cr1", "GuestIrs.irsId", "GuestIrs.l2szChange",
            "GuestIrs.paRangeChange", "HostLpis.firstId", "KvmVcpu.activePriorities", "KvmVcpu.doorbellFired",
            "KvmVcpu.icsr", "KvmVcpu.isWoken", "PrivateInterrupts.active", "PrivateInterrupts.enabled",
            "PrivateInterrupts.latch", "PrivateInterrupts.priorities", "SharedInterrupts.levels",
            "SharedInterrupts.lines", "VmTable.hasVmds", "WordList.size");
        private static final int VMS = 3;
        private static final int VCPUS = 3;
        private static final int PES = 3;
        private static final String[] FAULTS =
            {"VMTE_MAKE_INVALID", "VMTE_MAKE_VALID", "LPI_VIST_MAKE_VALID", "SPI_VIST_MAKE_VALID", "VPE_MAKE_VALID"};
        private static final String[] ATTRIBUTES = {"ADDR IRS 0x80000000", "NR_IRQS 0 64", "CTRL INIT", "CTRL INIT",
            "IRS_REGS IST_CFGR 14", "IRS_REGS IST_BASER 0x90000001", "IRS_REGS SPI_SELR 5", "IRS_REGS SPI_CFGR 1"};
        private static final String[] WRITES = {"0x80 4 1", "0x80 4 0", "0x190 4 14", "0x180 8 0x90000001",
            "0x180 8 0x90000000", "0x108 4 3", "0x114 4 1", "0x118 4 1", "0x140 4 5", "0x144 4 1"};
        private static final String[] ORDERS = {"", " order=no-sync", " fail=save", " fail=restore", " order=old-id"};
        private static final String[] OF_GUEST = {"sysw %d vel1 ICC_PCR_EL1 0x1f", "sysw %d vel1 ICC_CR0_EL1 1",
            "insn %d vel1 CDEN 0x60000001", "insn %d vel1 CDIA", "insn %d vel1 CDEOI",
            "sysw %d el1 ICC_CR0_EL1 1", "sysw %d el1 ICC_CR0_EL1 3", "sysw %d el1 ICC_CR0_EL1 3"};

        @Override
        public KvmRig make()
        {
            final KvmRig rig = new KvmRig();
            rig.all("machine ram=0x40000000:0x800000 irss=2 irs.pes=0-2 irs.1.pes=3 iaffids=7,300,0,2 link=up",
                "kvm leaks");

            return rig;
        }

        @Override
        public String step(final KvmRig rig, final SplittableRandom random)
        {
            final int vm = random.nextInt(VMS);
            if (random.nextInt(30) == 0)
            {
                return ready(rig, vm);
            }
            final String ofVm = " " + vm + " ";
            final String ofVcpu = ofVm + random.nextInt(VCPUS);
            final String line = switch (random.nextInt(21))
            {
                case 0 -> random.nextInt(6) == 0 ? "kvm destroy_vm " + vm : "kvm create_vm";
                case 1 -> "kvm create_device" + ofVm + "vgic-v5";
                case 2, 3 -> "kvm create_vcpu" + ofVcpu;
                case 4, 5, 6 -> "kvm set_attr" + ofVm + ATTRIBUTES[random.nextInt(ATTRIBUTES.length)];
                case 7, 8 -> "kvm run" + ofVcpu + " " + random.nextInt(PES);
                case 9 -> "kvm put" + ofVcpu;
                case 10 -> "kvm block" + ofVcpu;
                case 11, 12 -> "kvm irq_line" + ofVm + "spi 0 " + random.nextInt(4) + " " + random.nextInt(2);
                case 13 -> "kvm irq_line" + ofVm + "ppi " + random.nextInt(VCPUS) + " " + (20 + random.nextInt(9)) +
                    " " + random.nextInt(2);
                case 14, 15 -> "kvm mmio" + ofVm + "w " + WRITES[random.nextInt(WRITES.length)];
                case 16 -> random.nextInt(4) == 0 ? "kvm fail " + FAULTS[random.nextInt(FAULTS.length)] + " " +
                    (1 + random.nextInt(2)) : "kvm save " + vm;
                case 17 -> (random.nextBoolean() ? "kvm map_ppi" : "kvm line") + ofVcpu + " 27" +
                    (random.nextBoolean() ? " 1" : "");
                case 18 -> random.nextBoolean() ? "kvm step" : random.nextInt(4) == 0 ? "kvm precopy " + vm :
                    "kvm migrate" + ofVm.stripTrailing() + ORDERS[random.nextInt(ORDERS.length)];
                default -> String.format(OF_GUEST[random.nextInt(OF_GUEST.length)], random.nextInt(PES));
            };

            return line + ": " + rig.ask(line);
        }

        /** Makes a VM ready, if it is not, and runs its first vCPU. */
        private static String ready(final KvmRig rig, final int vm)
        {
            final StringBuilder answers = new StringBuilder();
            for (final String line : List.of("create_vm", "create_device %d vgic-v5", "set_attr %d ADDR IRS 0x80000000",
                "create_vcpu %d 0", "create_vcpu %d 2", "set_attr %d CTRL INIT", "run %d 0 0", "mmio %d w 0x80 4 1"))
            {
                answers.append(rig.ask("kvm " + String.format(line, vm)));
            }

            return answers.toString();
        }

        /** Returns what guests and users have that do more than these lines: registers, private interrupts, images. */
        @Override
        public Set<String> rare()
        {
            return RARE;
        }

        /** Returns whether a field is of the host: the machine below it has a driver of its own. */
        @Override
        public boolean isAsked(final String field)
        {
            return field.matches("(Guest|Kvm|Host|Fault|IdPool|Migration\\.(?!held|underWay)|Page|Private|Shared|" +
                "VmTable|Vms|Word).*") && !rare().contains(field);
        }

        @Override
        public int steps()
        {
            return 400;
        }

        @Override
        public Object root(final KvmRig rig)
        {
            return rig.machine();
        }

        @Override
        public Set<Class<?>> leftOut()
        {
            return Set.of(FrontEnd.class);
        }

        @Override
        public long[] save(final KvmRig rig)
        {
            return StateImage.of(rig.machine()).words();
        }

        @Override
        public void restore(final KvmRig fresh, final long[] words)
        {
            fresh.machine().restore(new StateReader(StateImage.source(words, 1 << 13)));
        }

        @Override
        public long digest(final KvmRig rig)
        {
            return rig.machine().runDigest();
        }

        @Override
        public void close(final KvmRig rig)
        {
            rig.close();
        }
    }
}
