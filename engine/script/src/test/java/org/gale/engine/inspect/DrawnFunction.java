package org.gale.engine.inspect;

import com.fasterxml.jackson.databind.JsonNode;

/** GICv5 whose interrupt is a vector of a function in front of the ITS. */
final class DrawnFunction extends DrawnGicv5
{
    private static final long BAR = 0x1000_0000L;
    private static final long TRANSLATER = 0x0811_0000L;

    private boolean isCarried;

    DrawnFunction(final long seed)
    {
        super(seed, seed % 2 == 0);
    }

    @Override
    void draw()
    {
        bringUp();
        event();
        subject("function " + deviceId() + " vector 1");
        ok("msix create " + deviceId() + " vectors=3 bar=" + hex(BAR));
        if (!once(5))
        {
            message();
        }
        if (!once(6))
        {
            ok("msix control " + deviceId() + " enable=1 mask=" + (once(4) ? 1 : 0));
        }
        isCarried = once(2);
        if (isCarried)
        {
            ok("irqfd add 7 " + deviceId() + " 1");
            if (!once(3))
            {
                ok("irqfd route 7");
            }
        }
        if (once(2))
        {
            ok("writel " + hex(BAR + 28) + " 0");
        }
        ok("msix trigger " + deviceId() + " 1");
        if (isCarried && once(2))
        {
            ok("irqfd consume 7");
        }
    }

    private void message()
    {
        ok("writeq " + hex(BAR + 16) + ' ' + hex(TRANSLATER));
        ok("writel " + hex(BAR + 24) + ' ' + eventId());
    }

    @Override
    void repair(final JsonNode reason)
    {
        switch (reason.get("reason").asText())
        {
            case "function-disabled" -> ok("msix control " + deviceId() + " enable=1");
            case "function-masked" -> ok("msix control " + deviceId() + " mask=0");
            case "vector-masked" -> ok("writel " + hex(BAR + 28) + " 0");
            case "no-route" -> ok("irqfd route " + reason.get("eventfd").asInt());
            case "message-nowhere" -> message();
            case "not-pending" -> ok("msix trigger " + deviceId() + " 1");
            default -> super.repair(reason);
        }
    }
}
