package org.gale.engine.inspect;

import java.io.IOException;
import org.gale.engine.machine.Candidate;
import org.gale.engine.machine.CandidateKind;
import org.gale.engine.machine.Machine;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.Intid;

/** View of the PPIs of a PE, physical or virtual, and the best of them. Owned by the thread that owns the machine. */
final class PpiView
{
    private final Machine machine;
    private final ViewJson answer;

    PpiView(final Machine machine, final ViewJson answer)
    {
        this.machine = machine;
        this.answer = answer;
    }

    void write(final ViewRequest request) throws IOException
    {
        final int pe = ViewChecks.pe(machine, request);
        final boolean virtual = request.has(View.Option.VIRTUAL);
        if (virtual)
        {
            ViewChecks.checkVirtual(machine, request);
        }

        final PpiWords ppis = new PpiWords(machine, pe, virtual);
        answer.number("PE", pe);
        answer.text("domain", virtual ? "virtual" : "physical");
        final long best = machine.candidate(pe, virtual ? CandidateKind.VIRTUAL_PPI : CandidateKind.PPI);
        answer.numberOrNull("candidate", best == 0 ? -1 : Intid.id(Candidate.intid(best)));
        answer.beginList("ppis");
        for (int ppi = ppis.next(0); ppi >= 0 && answer.beginEntry(); ppi = ppis.next(ppi + 1))
        {
            final int state = ppis.state(ppi);
            answer.number("ID", ppi);
            answer.state(state);
            answer.number("PRIORITY", L2Iste.priority(state));
            answer.number("ENABLE", L2Iste.ENABLE.get(state));
            answer.number("HM", L2Iste.HM.get(state));
            answer.number("ACTIVE", L2Iste.ACTIVE.get(state));
            answer.number("PENDING", L2Iste.PENDING.get(state));
            if (virtual)
            {
                answer.number("DVI", ppis.isDirectlyInjected(ppi) ? 1 : 0);
                answer.number("HVI", ppis.isHidden(ppi) ? 1 : 0);
            }
            answer.endEntry();
        }
        answer.endList();
    }
}
