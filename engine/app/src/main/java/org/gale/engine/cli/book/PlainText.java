package org.gale.engine.cli.book;

import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;

/** All words below a node, code and tables too, as a search reads them. */
final class PlainText extends AbstractVisitor
{
    private final String codeMark;
    private final StringBuilder words = new StringBuilder();

    private PlainText(final String codeMark)
    {
        this.codeMark = codeMark;
    }

    /** Returns the words without marks. */
    static String of(final Node node)
    {
        return of(node, "");
    }

    /** Returns the words with one blank between two, and code within a line in backticks. */
    static String marked(final Node node)
    {
        return of(node, "`").replaceAll("\\s+", " ");
    }

    private static String of(final Node node, final String codeMark)
    {
        final PlainText text = new PlainText(codeMark);
        node.accept(text);

        return text.words.toString().strip();
    }

    @Override
    public void visit(final Text text)
    {
        words.append(text.getLiteral());
    }

    @Override
    public void visit(final Code code)
    {
        words.append(codeMark).append(code.getLiteral()).append(codeMark);
    }

    @Override
    public void visit(final SoftLineBreak end)
    {
        words.append(' ');
    }

    @Override
    public void visit(final HardLineBreak end)
    {
        words.append(' ');
    }

    @Override
    public void visit(final FencedCodeBlock code)
    {
        words.append(' ').append(code.getLiteral());
    }

    @Override
    public void visit(final IndentedCodeBlock code)
    {
        words.append(' ').append(code.getLiteral());
    }

    @Override
    public void visit(final Paragraph paragraph)
    {
        visitChildren(paragraph);
        words.append(' ');
    }

    @Override
    public void visit(final CustomNode node)
    {
        visitChildren(node);
        if (node instanceof TableCell)
        {
            words.append(' ');
        }
    }
}
