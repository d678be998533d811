import { useParams } from 'react-router';
import { ReceiptView } from '../features/task/receipt-view.tsx';
import { Gone } from '../features/task/task-view.tsx';

export function ReceiptPage() {
  const { id = '' } = useParams();
  return /^[1-9]\d*$/.test(id) ? <ReceiptView key={id} id={Number(id)} /> : <Gone id={id} />;
}
