/// Ten rows that nothing is wrong with, so that the number of rows is no finding.
package let tenGoodRows = (1...10).map {
    #"{"messages": [{"role": "user", "content": "question \#($0)"}, {"role": "assistant", "content": "answer \#($0)"}]}"#
}
