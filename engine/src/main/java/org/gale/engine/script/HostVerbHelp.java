package org.gale.engine.script;

import java.util.List;
import java.util.stream.Collectors;
import org.gale.engine.command.KvmVerb;

/** Help on the verbs behind {@code kvm} and {@code v4}: operands, replies and errors of hypervisors. */
final class HostVerbHelp
{
    /** Verbs of a {@code kvm} line. */
    static final List<VerbHelp> KVM = List.of(
        kvm(KvmVerb.CREATE_VM, "OK VM", ""),
        kvm(KvmVerb.CREATE_VCPU, "OK INDEX, the flat index of the vCPU",
            "OK -EINVAL from ID 512, -EBUSY after INIT, -EEXIST, -EIO on a dead VM"),
        kvm(KvmVerb.CREATE_DEVICE, "OK 0; TYPE is vgic-v5; test checks only whether it is known",
            "OK -ENODEV, -EEXIST, -EBUSY, -E2BIG, -ENOMEM, -EIO"),
        kvm(KvmVerb.HAS_ATTR, "OK 0", "OK -ENXIO, -EINVAL; FAIL without a device"),
        kvm(KvmVerb.GET_ATTR, "OK 0 VALUE...", "OK -ENXIO, -EINVAL, -EFAULT, -EBUSY, -ENOENT; FAIL without a device"),
        kvm(KvmVerb.SET_ATTR, "OK 0",
            "OK -ENXIO, -EINVAL, -EFAULT, -EBUSY, -EEXIST, -E2BIG, -ENOSPC, -ENOMEM; FAIL without a device"),
        kvm(KvmVerb.IRQ_LINE, "OK 0", "OK -ENXIO, -EINVAL, -EIO"),
        kvm(KvmVerb.LINE, "OK 0; an in-kernel device drives its PPI", "FAIL for a PPI that no device owns"),
        kvm(KvmVerb.RUN, "OK 0; the vCPU is resident on the PE",
            "OK -EBUSY, -ENXIO, -EINVAL, -EIO; FAIL while it runs, or where another vCPU is loaded"),
        kvm(KvmVerb.EXIT, "OK 0; the vCPU stays loaded", "FAIL unless it runs"),
        kvm(KvmVerb.PUT, "OK 0; the vCPU is not resident any more", ""),
        kvm(KvmVerb.BLOCK, "OK 0; as put, and asks for a doorbell", ""),
        kvm(KvmVerb.PENDING, "OK 0|1: whether the vCPU would wake", "FAIL while it is loaded"),
        kvm(KvmVerb.WOKEN, "OK 0|1: whether a doorbell or a kick came since block", ""),
        kvm(KvmVerb.MMIO_READ, "OK, or OK VALUE of a read; the guest accesses its IRS frame",
            "FAIL unless a vCPU of the VM runs, or outside the frame"),
        kvm(KvmVerb.COMMAND, "OK 0; a doorbell-domain command by its name",
            "OK -ENXIO, -EINVAL, -EBUSY, -E2BIG, -ETIMEDOUT"),
        kvm(KvmVerb.FAIL, "OK 0; the Nth next step of that name fails", "FAIL for a step that does not exist"),
        kvm(KvmVerb.SAVE, "OK 0; the image is in FILE, or in memory for @NAME",
            "OK -EBUSY, -ENXIO, -EIO; FAIL without a device or a file"),
        kvm(KvmVerb.RESTORE, "OK 0", "OK -EBUSY, -ENXIO, -EINVAL, -EIO; FAIL without a device or an image"),
        kvm(KvmVerb.DESTROY_VM, "OK 0", ""),
        kvm(KvmVerb.LEAKS, "OK {json}, or OK N for one of vm_ids, lpis, pages", "FAIL for another key"),
        kvm(KvmVerb.MAP_PPI, "OK 0; the guest's PPI follows the wire of its PE from the next entry",
            "OK -EINVAL for a PPI that no device owns"),
        kvm(KvmVerb.UNMAP_PPI, "OK 0; the guest's PPI follows the wire no longer",
            "OK -EINVAL for a PPI that no device owns"));

    /** Verbs of a {@code v4} line. */
    static final List<VerbHelp> V4 = List.of(
        v4("host", "[vpeid_bits=N] [cpus=N] [lpi_bits=N] [version=4.0|4.1] [policy=per-vcpu|all-or-nothing]",
            "OK 0; the machine is a GICv4 host", "FAIL unless it is the first command but machine, or for a bad key"),
        v4("create_vm", "NVCPUS", "OK VM", "FAIL unless 1 to 512 vCPUs"),
        v4("map", "VM DEVICE EVENT VCPU VINTID", "OK 0", "OK -EINVAL, -EEXIST; FAIL for a VM that does not exist"),
        v4("move", "VM DEVICE EVENT VCPU", "OK 0", "OK -EINVAL, -ENOENT; FAIL for a VM that does not exist"),
        v4("moveall", "VM VCPU VCPU", "OK 0", "OK -EINVAL; FAIL for a VM that does not exist"),
        v4("discard", "VM DEVICE EVENT", "OK 0", "OK -ENOENT; FAIL for a VM that does not exist"),
        v4("config", "VM VINTID PRIORITY ENABLE", "OK 0", "FAIL for a VM, vINTID or value out of range"),
        v4("enable", "VM VCPU", "OK 0; the vCPU's vLPIs are injected directly",
            "OK -EINVAL, -EBUSY, -ENOSPC, -ENOMEM; FAIL for a VM that does not exist"),
        v4("disable", "VM VCPU", "OK 0; the vCPU's vLPIs are forwarded by software",
            "OK -EINVAL, -EBUSY; FAIL for a VM that does not exist"),
        v4("query", "VM VCPU", "OK 0|1: whether injection is direct", "OK -EINVAL; FAIL for a VM that does not exist"),
        v4("begin", "enable|disable VM VCPU", "OK STEP, the first step of the transition; OK 0 if there is none",
            "as enable and disable"),
        v4("step", "", "OK STEP; OK 0 once the transition has ended", "OK -ERRNO of a transition that failed"),
        v4("msi", "DEVICE EVENT", "OK; a message", ""),
        v4("load", "VM VCPU CPU", "OK 0", "OK -EBUSY; FAIL for a vCPU or CPU that does not exist"),
        v4("put", "VM VCPU", "OK 0", "FAIL for a vCPU that does not exist"),
        v4("block", "VM VCPU", "OK 0; as put, and asks for a doorbell", "FAIL for a vCPU that does not exist"),
        v4("ack", "VM VCPU", "OK VINTID, or OK none", "FAIL for a vCPU that does not exist"),
        v4("eoi", "VM VCPU VINTID", "OK", "FAIL for a vCPU or vINTID that does not exist"),
        v4("state", "VM VINTID", "OK pending=0|1 route=PHYS|VIRT|NONE vcpu=N|none spurious=N",
            "FAIL for a VM or vINTID that does not exist"),
        v4("woken", "VM VCPU", "OK 0|1: whether a doorbell or a kick came since block",
            "FAIL for a vCPU that does not exist"),
        v4("sgi", "VM VCPU N", "OK", "FAIL for a vCPU that does not exist, or an SGI above 15"),
        v4("audit", "", "OK {json}: V4-INV-1 to V4-INV-16, each true or its first violation", ""),
        v4("legacy", "on", "OK 0; the posted order of a transition, which loses interrupts", ""));

    private HostVerbHelp()
    {
    }

    /** Returns the names of verbs. */
    static List<String> names(final List<VerbHelp> verbs)
    {
        return verbs.stream().map(VerbHelp::name).collect(Collectors.toList());
    }

    private static VerbHelp kvm(final KvmVerb verb, final String reply, final String errors)
    {
        return new VerbHelp(verb.spelling(), ("kvm " + verb.spelling() + ' ' + verb.usage()).trim(), reply, errors);
    }

    private static VerbHelp v4(final String name, final String operands, final String reply, final String errors)
    {
        return new VerbHelp(name, ("v4 " + name + ' ' + operands).trim(), reply, errors);
    }
}
