package org.gale.engine.inspect;

import com.fasterxml.jackson.databind.JsonNode;

/** GICv4 host whose interrupt is a vLPI, on either route, before, in and after a transition. */
final class DrawnHost extends DrawnMachine
{
    private static final int VINTID = 8192;
    private static final int VCPUS = 2;

    private int cpus;
    private boolean isByEvent;

    DrawnHost(final long seed)
    {
        super(seed);
    }

    @Override
    void draw()
    {
        cpus = 1 + random.nextInt(2);
        ok("machine ram=0x40000000:0x2000000");
        ok("v4 host cpus=" + cpus + (once(2) ? " version=4.0" : ""));
        ok("v4 create_vm " + VCPUS);
        ok("v4 create_vm 1");
        final int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++)
        {
            if (i > 0 || !once(8))
            {
                map(i);
            }
            if (i > 0 || !once(4))
            {
                configure(i);
            }
        }
        for (int vcpu = 0; vcpu < VCPUS; vcpu++)
        {
            if (once(2))
            {
                say("v4 enable 0 " + vcpu);
            }
            if (!once(3))
            {
                say("v4 load 0 " + vcpu + ' ' + random.nextInt(cpus));
            }
        }
        isByEvent = once(2);
        for (int i = count - 1; i >= 0; i--)
        {
            ok("v4 msi 1 " + i);
            if (once(3))
            {
                say("v4 ack 0 " + random.nextInt(VCPUS));                       // which nobody ends
            }
        }
        ok("v4 msi 1 0");
        if (once(3))
        {
            say("v4 begin_" + (once(2) ? "enable" : "disable") + " 0 " + random.nextInt(VCPUS));
            for (int i = random.nextInt(6); i > 0; i--)
            {
                say("v4 step");
            }
        }
        if (once(4))
        {
            ok("v4 msi 1 0");
        }
        if (once(4))
        {
            ok((once(2) ? "v4 put 0 " : "v4 block 0 ") + random.nextInt(VCPUS));
        }
        if (once(6))
        {
            say("v4 load 1 0 " + random.nextInt(cpus));
        }
    }

    private void map(final int event)
    {
        say("v4 map 0 1 " + event + ' ' + (once(3) ? 1 : 0) + ' ' + (VINTID + event));
    }

    private void configure(final int event)
    {
        say("v4 config 0 " + (VINTID + event) + ' ' + hex(8L * random.nextInt(31)) + ' ' + (once(4) ? 0 : 1));
    }

    @Override
    String subject()
    {
        return isByEvent ? "msi 1 0" : "vm0.lpi" + VINTID;
    }

    @Override
    void repair(final JsonNode reason)
    {
        switch (reason.get("reason").asText())
        {
            case "not-mapped" ->
            {
                map(0);
                ok("v4 msi 1 0");
            }
            case "not-pending" -> ok("v4 msi 1 0");
            case "transition" -> ok("v4 step");
            case "disabled" -> ok("v4 config 0 " + reason.get("vintid").asInt() + " 0x80 1");
            case "not-loaded" -> load(reason.get("vcpu").asInt());
            case "running" -> ok("v4 eoi " + reason.get("vm").asInt() + ' ' + reason.get("vcpu").asInt() + ' ' +
                reason.get("vintid").asInt());
            case "behind" ->
            {
                final String of = reason.get("vm").asInt() + " " + reason.get("vcpu").asInt();
                final String taken = ok("v4 ack " + of);
                if (!taken.equals("none"))
                {
                    ok("v4 eoi " + of + ' ' + taken);
                }
            }
            default -> throw new AssertionError("a reason that nobody repairs: " + reason);
        }
    }

    private void load(final int vcpu)
    {
        final int cpu = random.nextInt(cpus);
        if (!say("v4 load 0 " + vcpu + ' ' + cpu).equals("OK 0"))
        {
            ok("v4 put 0 " + (1 - vcpu));
            ok("v4 put 1 0");
            ok("v4 load 0 " + vcpu + ' ' + cpu);
        }
    }

    @Override
    boolean isSignalled(final JsonNode reason)
    {
        return ok("v4 ack " + reason.get("vm").asInt() + ' ' + reason.get("vcpu").asInt()).equals(
            Integer.toString(VINTID));
    }
}
