package org.gale.engine.inspect;

import java.io.IOException;
import java.util.List;
import org.gale.engine.json.JsonText;
import org.gale.engine.machine.Machine;

/**
 * Views of a machine, each a line of JSON whose keys are Arm's names. A view changes nothing. For any tables of
 * software, it is complete in bounded time and has at most 4,096 entries of each list. A view that is cut short ends in
 * {@code "truncated":true}.
 */
public final class Inspector
{
    private Inspector()
    {
    }

    /**
     * Returns a view of a machine. Called by the thread that owns the machine.
     *
     * @param words the view and its options, such as {@code vist --vm 3}
     * @return an object of JSON, without a line separator
     * @throws IllegalArgumentException with a sentence for the user, if a word is wrong or there is no such VM
     */
    public static String inspect(final Machine machine, final List<String> words)
    {
        return JsonText.line(view(machine, words));
    }

    /**
     * Returns the values of a view, which are read from the machine when they are written.
     *
     * @param words the view and its options
     * @throws IllegalArgumentException with a sentence for the user, if a word is wrong or there is no such VM
     */
    public static JsonText.Fields view(final Machine machine, final List<String> words)
    {
        final ViewRequest request = ViewRequest.parse(words);
        ViewChecks.checkMachine(machine, request);

        return json -> write(machine, request, new ViewJson(json));
    }

    /**
     * Writes a view.
     *
     * @throws IllegalArgumentException with a sentence for the user, if the machine has no such view now
     */
    static void write(final Machine machine, final ViewRequest request, final ViewJson answer) throws IOException
    {
        ViewChecks.checkMachine(machine, request);
        answer.text("view", request.view().word());
        writeFields(machine, request, answer);
        answer.finish();
    }

    /**
     * Returns the words that may follow those of a request: the views, or the options of the view that are not there.
     *
     * @param words the view and its options, none of them cut short
     */
    public static List<String> next(final List<String> words)
    {
        return words.isEmpty() ? View.words() : View.options(words);
    }

    private static void writeFields(final Machine machine, final ViewRequest request, final ViewJson answer)
        throws IOException
    {
        switch (request.view())
        {
            case VMT -> new VmViews(machine, answer).vmt(request);
            case VMTE -> new VmViews(machine, answer).vmte(request);
            case VPET -> new VmViews(machine, answer).vpet(request);
            case VPED -> new VmViews(machine, answer).vped(request);
            case IST -> new IstViews(machine, answer).ist(request);
            case VIST -> new IstViews(machine, answer).vist(request);
            case DT -> new ItsViews(machine, request, answer).dt(request);
            case ITT -> new ItsViews(machine, request, answer).itt(request);
            case PPI -> new PpiView(machine, answer).write(request);
            case PENDING -> new PendingView(machine, answer).write(request);
            case REGS -> new RegisterView(machine, answer).write(request);
            case TOPOLOGY -> new TopologyView(machine, answer).write();
            case MSIX -> new MsixView(machine, answer).write(request);
            case EVENTFD -> new EventfdView(machine, answer).write(request);
            case VPE -> new DirectViews(machine, answer).vpe(request);
            case VPT -> new DirectViews(machine, answer).vpt(request);
            case LATCH -> new DirectViews(machine, answer).latch(request);
        }
    }
}
